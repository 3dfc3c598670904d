using System;
using System.Threading;
using DataBox.Ports;

namespace DataBox.Link
{
    /// <summary>
    /// The two threads of one attempt: a worker that makes the client, connects and publishes, and a reaper that disposes the
    /// client once the attempt has ended, whether or not the worker hangs inside it.
    /// </summary>
    /// <remarks>
    /// No lock is held while the client runs, so its callbacks may come from inside any call. Both threads are started with the
    /// attempt: at its end there may be no memory left for one. What hangs is left to hang, at no cost to the caller.
    /// </remarks>
    internal sealed class ClientRunner
    {
        private readonly object _gate = new object();
        private readonly AutoResetEvent _workBell = new AutoResetEvent(false);
        private readonly AutoResetEvent _reaperBell = new AutoResetEvent(false);
        private readonly LinkAttempt _attempt;
        private readonly IMqttSessionFactory _factory;
        private readonly LinkOptions _options;
        private readonly LinkCounters _counters;

        // All below: under the lock.
        private IMqttSession _session;
        private bool _isMade;
        private int _threadCount;

        public ClientRunner(LinkAttempt attempt, IMqttSessionFactory factory, LinkOptions options, LinkCounters counters)
        {
            _attempt = attempt;
            _factory = factory;
            _options = options;
            _counters = counters;
        }

        /// <summary>True when no thread runs any more.</summary>
        public bool IsDone
        {
            get
            {
                lock (_gate)
                {
                    return _threadCount == 0;
                }
            }
        }

        /// <summary>Starts both threads; ends the attempt when there are none to be had.</summary>
        public void Start(IThreadStarter threads)
        {
            try
            {
                StartCounted(threads, Reap);
                StartCounted(threads, Work);
            }
            catch (Exception)
            {
                SetMade(null);
                _attempt.End("no memory for another thread");
            }
        }

        /// <summary>There is a message, or the attempt has ended: both threads look.</summary>
        public void Wake()
        {
            _workBell.Set();
            _reaperBell.Set();
        }

        private void Work()
        {
            try
            {
                IMqttSession session = Make();
                if (_attempt.EnterStage("connecting"))
                {
                    session.Connect(_options);
                }

                bool subscribes = _options.subscriptions != null && _options.subscriptions.Length > 0;
                if (subscribes && _attempt.EnterStage("subscribing"))
                {
                    session.Subscribe(_options.subscriptions);
                }

                if (_attempt.EnterUp())
                {
                    PublishUntilEnd(session);
                }
            }
            catch (Exception e)
            {
                _attempt.Fail(e.Message);
            }

            ThreadEnds();
        }

        private IMqttSession Make()
        {
            IMqttSession session = null;
            try
            {
                session = _factory.Create(_attempt);
            }
            finally
            {
                // If the attempt has ended meanwhile, the reaper has waited for this: nobody else knows the client.
                SetMade(session);
            }

            return session;
        }

        private void PublishUntilEnd(IMqttSession session)
        {
            while (!_attempt.IsEnded)
            {
                OutboundMessage message = _attempt.TakeQueued();
                if (message == null)
                {
                    _workBell.WaitOne();
                    continue;
                }

                int messageId = session.Publish(message.topic, message.payload, message.retain);
                _attempt.SetSent(message, messageId);
            }
        }

        private void Reap()
        {
            IMqttSession session;
            while (!TryGetCorpse(out session))
            {
                _reaperBell.WaitOne();
            }

            try
            {
                if (session != null)
                {
                    session.Dispose();
                }
            }
            catch (Exception)
            {
                Interlocked.Increment(ref _counters.disposeErrors);
            }

            ThreadEnds();
        }

        // A client still in the making can't be disposed yet: its maker may hang in name resolution, and its number is bounded
        // like that of all others.
        private bool TryGetCorpse(out IMqttSession session)
        {
            bool isEnded = _attempt.IsEnded;
            lock (_gate)
            {
                session = _session;
                return isEnded && _isMade;
            }
        }

        private void SetMade(IMqttSession session)
        {
            lock (_gate)
            {
                _session = session;
                _isMade = true;
            }

            _reaperBell.Set();
        }

        private void StartCounted(IThreadStarter threads, ThreadStart body)
        {
            lock (_gate)
            {
                _threadCount++;
            }

            try
            {
                threads.Start(body);
            }
            catch (Exception)
            {
                ThreadEnds();
                throw;
            }
        }

        private void ThreadEnds()
        {
            lock (_gate)
            {
                _threadCount--;
            }
        }
    }
}
