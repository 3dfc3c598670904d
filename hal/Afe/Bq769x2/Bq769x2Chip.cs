using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// One BQ76952 on SPI with CRC. Reads only: no command that switches a FET, blows a fuse or balances a cell is sent, no
    /// threshold and no FET setting written.
    /// </summary>
    /// <remarks>How a sample is proven: <see cref="Bq769x2Sampler"/>; what is written and when:
    /// <see cref="Bq769x2SetUp"/>.</remarks>
    public sealed class Bq769x2Chip : IAfe
    {
        // Setting up takes up to a second and may not help: not in every sample.
        private const int RecoveryMicros = 500000;
        private const int BootPolls = 12;
        private const int BootPollMicros = 10000;

        private readonly IClock _clock;
        private readonly Bq769x2Line _line;
        private readonly Bq769x2Transfer _transfer;
        private readonly Bq769x2SetUp _setUp;
        private readonly Bq769x2Sampler _sampler;
        private readonly Bq769x2Checks _checks;
        private readonly byte[] _probeReason;
        private readonly byte[] _probeGpio;
        private readonly int _retriesPerSample;
        private readonly int _shortestCycleMicros;
        private long _setUpAtMicros;
        private bool _dead;

        /// <exception cref="System.ArgumentException">The configuration is out of bounds, or the board too slow; says where.
        /// </exception>
        public Bq769x2Chip(ISpiBus bus, IClock clock, PackLayout layout, Bq769x2Config config)
        {
            config.Check();
            _clock = clock;
            _line = new Bq769x2Line(bus, clock, config.retries);
            _transfer = new Bq769x2Transfer(_line, clock);
            _setUp = new Bq769x2SetUp(_line, _transfer, clock, layout, config);
            _sampler = new Bq769x2Sampler(_line, clock, _setUp, layout, config);
            _retriesPerSample = config.retriesPerSample;
            int frame = Bq769x2Timing.FrameMicros(bus.ClockHz, config.transferOverheadMicros);
            int power = config.isFast ? Bq769x2Registers.FastAdc : 0;
            if (!Bq769x2Timing.IsReadWithinLoop(layout.cellCount, layout.probeCount, power, frame))
            {
                throw new System.ArgumentException("SPI clock and transfer overhead are too slow to read bq76952 within one of"
                    + " its scans: a transfer takes " + frame + " us");
            }

            _shortestCycleMicros = Bq769x2Timing.CycleMicros(layout.probeCount, power, frame);
            _checks = new Bq769x2Checks(_line, _transfer, clock, _setUp, _sampler, layout, config, frame);
            _probeReason = new byte[layout.probeCount];
            _probeGpio = new byte[layout.probeCount];
            int to = 0;
            for (int gpio = 0; gpio < 9; gpio++)
            {
                if ((layout.probeGpioMask[0] & (1 << gpio)) != 0)
                {
                    _probeGpio[to++] = (byte)gpio;
                }
            }
        }

        /// <inheritdoc/>
        public int ShortestCycleMicros
        {
            get { return _shortestCycleMicros; }
        }

        /// <inheritdoc/>
        public int RetryCount
        {
            get { return _line.retryCount; }
        }

        /// <inheritdoc/>
        public int StepCount
        {
            get { return _checks.stepCount; }
        }

        /// <summary>FETs were on, or the chip is sealed, so that settings could not be made as wanted.</summary>
        public bool SettingsRefused
        {
            get { return _setUp.refused; }
        }

        /// <inheritdoc/>
        public byte Start()
        {
            // A chip that has just got its supply answers after some 60 ms.
            for (int i = 0; i < BootPolls; i++)
            {
                _line.Begin(0);
                if (_setUp.ReadFlags() != Bq769x2Line.Silent)
                {
                    break;
                }

                _clock.DelayMicros(BootPollMicros);
            }

            _line.Begin(_retriesPerSample);
            byte status = SetUp();
            return status == AfeStatus.Ok && _line.repeated ? AfeStatus.Retried : status;
        }

        /// <inheritdoc/>
        public byte Read(PackSample sample)
        {
            // A chip that was silent throughout the last sample is asked once.
            _line.Begin(_dead ? 0 : _retriesPerSample);
            _sampler.Take(true);
            byte status = StatusOfTake();
            _dead = _sampler.trouble == Bq769x2Line.Silent;
            if (_sampler.lost && _clock.MonotonicMicros() >= _setUpAtMicros)
            {
                byte done = SetUp();
                status = done > status ? done : status;
            }

            if (_sampler.trouble != Bq769x2Line.Good || !_sampler.proven)
            {
                MarkAll(sample, ReasonOfTake());
            }
            else
            {
                bool probesFresh = _sampler.ProbesAreFresh();
                for (int i = 0; i < _probeReason.Length; i++)
                {
                    _probeReason[i] = (_setUp.settings.probesReady & (1 << _probeGpio[i])) == 0 ? Quality.NotConverted
                        : probesFresh ? Quality.Good : Quality.Stale;
                }

                Bq769x2ValueKernel.TakeCells(_sampler.value, _sampler.state, _sampler.cellCount, sample.cellMicrovolts,
                    sample.cellQuality);
                Bq769x2ValueKernel.TakeProbes(_sampler.value, _sampler.state, _sampler.cellCount, _probeReason.Length,
                    _probeReason, sample.tempDeciC, sample.tempQuality);
            }

            if (status == AfeStatus.Ok && _line.repeated)
            {
                status = AfeStatus.Retried;
            }

            sample.deviceStatus[0] = status;
            return status;
        }

        /// <inheritdoc/>
        public int CheckOfStep(int step)
        {
            return _checks.checkOfStep[step];
        }

        /// <inheritdoc/>
        public int StepMicros(int step)
        {
            return _checks.StepMicros(step);
        }

        /// <inheritdoc/>
        public byte RunStep(int step, PackSample sample)
        {
            _line.Begin(_dead ? 0 : _retriesPerSample);
            byte status = _checks.Run(step, sample);
            return status == AfeStatus.Ok && _line.repeated ? AfeStatus.Retried : status;
        }

        private byte SetUp()
        {
            _setUpAtMicros = _clock.MonotonicMicros() + RecoveryMicros;
            _sampler.Forget();
            byte status = _setUp.Write();
            _dead = status == AfeStatus.NoReply;
            if (status == AfeStatus.Ok && _setUp.wrote)
            {
                _sampler.WaitForStart();
            }

            return status;
        }

        private byte StatusOfTake()
        {
            byte status = _sampler.trouble == Bq769x2Line.Silent ? AfeStatus.NoReply
                : _sampler.trouble != Bq769x2Line.Good ? AfeStatus.PecError
                : _sampler.lost ? AfeStatus.Reconfigured
                : !_sampler.proven ? AfeStatus.Stale
                : AfeStatus.Ok;
            if (status != AfeStatus.Ok)
            {
                return status;
            }

            for (int i = 0; i < _sampler.count; i++)
            {
                byte state = _sampler.state[i];
                byte of = state == Bq769x2Line.Good ? AfeStatus.Ok
                    : state == Bq769x2Line.Silent ? AfeStatus.NoReply
                    : state != Bq769x2Line.Torn ? AfeStatus.PecError
                    : AfeStatus.Stale;
                status = of > status ? of : status;
            }

            return status;
        }

        private byte ReasonOfTake()
        {
            return _sampler.trouble == Bq769x2Line.Silent ? Quality.NoReply
                : _sampler.trouble != Bq769x2Line.Good ? Quality.PecError
                : Quality.Stale;
        }

        private static void MarkAll(PackSample sample, byte reason)
        {
            for (int i = 0; i < sample.cellQuality.Length; i++)
            {
                sample.cellQuality[i] = reason;
            }

            for (int i = 0; i < sample.tempQuality.Length; i++)
            {
                sample.tempQuality[i] = reason;
            }
        }
    }
}
