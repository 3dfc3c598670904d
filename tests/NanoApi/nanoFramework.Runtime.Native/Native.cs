using System;

namespace nanoFramework.Runtime.Native
{
    public class ConstraintException : Exception
    {
    }

    public static class ExecutionConstraint
    {
        public static void Install(int timeoutMilliseconds, int priority)
        {
            throw null;
        }
    }

    public static class GC
    {
        public static uint Run(bool compactHeap)
        {
            throw null;
        }

        public static void EnableGCMessages(bool enable)
        {
            throw null;
        }
    }

    public delegate void RebootEventHandler();

    public enum RebootOption
    {
        NormalReboot = 0,
        EnterNanoBooter = 1,
        ClrOnly = 2,
        EnterProprietaryBooter = 8,
    }

    public class Power
    {
        public static event RebootEventHandler OnRebootEvent
        {
            add { throw null; }
            remove { throw null; }
        }

        public static void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot)
        {
            throw null;
        }

        public static void RebootDevice(int exeConstraintTimeout, RebootOption rebootOption = RebootOption.NormalReboot)
        {
            throw null;
        }
    }

    public static class Rtc
    {
        public static bool SetSystemTime(DateTime time)
        {
            throw null;
        }
    }

    public static class SystemInfo
    {
        public static Version Version
        {
            get { throw null; }
        }

        public static string OEMString
        {
            get { throw null; }
        }

        public static string TargetName
        {
            get { throw null; }
        }

        public static string Platform
        {
            get { throw null; }
        }
    }
}
