using System;
using System.Threading;
using DataBox.Core;
using DataBox.Esp32;
using DataBox.Link;
using DataBox.Ports;

namespace DataBox.App
{
    /// <summary>The device program: wires the core to the board and walks its line for ever. Decides nothing.</summary>
    public static class Program
    {
        private const int RestartWaitMs = 30000;

        /// <summary>The platform's tick: a shorter sleep ends as late as this one.</summary>
        private const int TickMs = 10;

        public static void Main()
        {
            ILog log = new SerialLog();
            IClock clock = new Esp32Clock();
            Guard guard = new Guard(clock, log);
            try
            {
                Run(log, clock, guard);
            }
            catch (Exception e)
            {
                guard.Restart("main loop: " + e.ToString() + ": " + e.Message, RestartWaitMs);
            }
        }

        private static void Run(ILog log, IClock clock, Guard guard)
        {
            uint freeBytes = nanoFramework.Runtime.Native.GC.Run(false);
            log.Line("DataBox on " + Board.TargetName + ", " + freeBytes + " bytes of heap free");
            IStorage storage = new FileStorage("I:\\");
            BoxConfig config = ConfigIntake.Wait(storage, new RecordStore(storage), log);
            if (freeBytes < config.heapBytes)
            {
                // A board without the memory that its configuration speaks of is refused with numbers, not out of memory
                // hours later.
                config.heapBytes = (int)freeBytes;
            }

            new WifiNetwork(config.wifiSsid, config.wifiPassword, config.sntpServer, log).Start();

            LinkLimits limits = new LinkLimits();
            SupervisedLink link = new SupervisedLink(new M2MqttSessionFactory(), clock, new ThreadStarter(), limits);
            PeriodicSchedule schedule = new PeriodicSchedule(clock, config.rates.samplePeriodMs);
            Box box = Wiring.MakeBox(config, storage, clock, log, link, schedule);
            box.Start();
            guard.Start();
            while (true)
            {
                box.Step();
                guard.OnStep(link);
                if (box.IdleMicros() > 0)
                {
                    Idle(schedule);
                }
            }
        }

        /// <summary>Gives the processor to the other threads, without being late for the next sample.</summary>
        private static void Idle(PeriodicSchedule schedule)
        {
            Thread.Sleep(schedule.IdleMicros() > 2 * TickMs * 1000 ? TickMs : 0);
        }
    }
}
