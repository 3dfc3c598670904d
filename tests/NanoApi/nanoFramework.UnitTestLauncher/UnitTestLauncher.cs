namespace nanoFramework.TestFramework
{
    public class UnitTestLauncher
    {
        public static void Main() => throw null;
    }
}
