namespace DataBox.Ports
{
    /// <summary>One line to a person beside the box: serial console or terminal. Rare; never in the sampling path.</summary>
    public interface ILog
    {
        void Line(string text);
    }
}
