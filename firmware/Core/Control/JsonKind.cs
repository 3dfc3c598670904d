namespace DataBox.Core
{
    /// <summary>What a value of a flat JSON document is.</summary>
    public static class JsonKind
    {
        public const byte None = 0;
        public const byte Integer = 1;
        public const byte Text = 2;
        public const byte List = 3;

        /// <summary>Only where whoever reads has asked for it.</summary>
        public const byte Object = 4;
    }
}
