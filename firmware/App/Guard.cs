using System.Threading;
using DataBox.Link;
using DataBox.Ports;
using nanoFramework.Runtime.Native;

namespace DataBox.App
{
    /// <summary>
    /// Restarts the board when nothing else helps. nanoFramework reaches no watchdog of the chip, so this is a thread
    /// that looks at the main loop from outside. </summary>
    public sealed class Guard
    {
        /// <summary>The longest step is one sample of the slowest conversion, 0.6 s, or a connection attempt that
        /// stalls all threads for seconds (nanoframework/Home issue 697).</summary>
        private const long StuckMicros = 120000000;

        /// <summary>MQTT clients that hang for good hold their memory; only a restart gets it back.</summary>
        private const long ExhaustedMicros = 600000000;

        private const int LookMs = 5000;

        private readonly IClock _clock;
        private readonly ILog _log;
        private readonly object _lock = new object();
        private long _lastStepMicros;
        private long _linkUsableMicros;

        public Guard(IClock clock, ILog log)
        {
            _clock = clock;
            _log = log;
            _lastStepMicros = clock.MonotonicMicros();
            _linkUsableMicros = _lastStepMicros;
        }

        /// <summary>Starts looking; returns at once.</summary>
        public void Start()
        {
            new Thread(Watch).Start();
        }

        /// <summary>Call once a round of the main loop.</summary>
        public void OnStep(SupervisedLink link)
        {
            long nowMicros = _clock.MonotonicMicros();
            bool isExhausted = link.IsExhausted;
            lock (_lock)
            {
                _lastStepMicros = nowMicros;
                if (!isExhausted)
                {
                    _linkUsableMicros = nowMicros;
                }
            }
        }

        /// <summary>Says why, gives the line time to get out, restarts. Does not return.</summary>
        public void Restart(string why, int waitMs)
        {
            _log.Line(why + "; restart in " + (waitMs / 1000) + " s");
            Thread.Sleep(waitMs);
            Power.RebootDevice();
        }

        private void Watch()
        {
            while (true)
            {
                Thread.Sleep(LookMs);
                long lastStepMicros;
                long linkUsableMicros;
                lock (_lock)
                {
                    lastStepMicros = _lastStepMicros;
                    linkUsableMicros = _linkUsableMicros;
                }

                long nowMicros = _clock.MonotonicMicros();
                if (nowMicros - lastStepMicros > StuckMicros)
                {
                    Restart("main loop: stuck", 1000);
                }
                else if (nowMicros - linkUsableMicros > ExhaustedMicros)
                {
                    Restart("link: all MQTT clients hang", 1000);
                }
            }
        }
    }
}
