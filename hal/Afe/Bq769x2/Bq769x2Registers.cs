namespace DataBox.Afe
{
    /// <summary>Addresses and bits of the BQ76952 that the driver uses. Nothing that switches a FET, blows a fuse, balances a
    /// cell or writes OTP is among them.</summary>
    /// <remarks>BQ76952 technical reference manual, "Direct Commands", "Subcommands" and "Data Memory Summary"; how sure each
    /// fact is stands in this folder's README.</remarks>
    public static class Bq769x2Registers
    {
        /// <summary>W bit of a frame's first byte.</summary>
        public const int Write = 0x80;

        // Direct commands: a byte an address, low byte first.
        public const int SafetyAlertA = 0x02;
        public const int SafetyStatusA = 0x03;
        public const int PermanentAlertC = 0x0E;
        public const int PermanentStatusC = 0x0F;
        public const int PermanentAlertD = 0x10;
        public const int PermanentStatusD = 0x11;
        public const int BatteryStatus = 0x12;
        public const int Cell1 = 0x14;
        public const int Stack = 0x34;
        public const int SubcommandLow = 0x3E;
        public const int SubcommandHigh = 0x3F;
        public const int Buffer = 0x40;
        public const int BufferChecksum = 0x60;
        public const int BufferLength = 0x61;
        public const int AlarmStatus = 0x62;
        public const int AlarmRawStatus = 0x64;
        public const int AlarmEnable = 0x66;
        public const int InternalTemperature = 0x68;
        public const int FetStatus = 0x7F;

        // Battery Status.
        public const int ConfigUpdate = 0x0001;
        public const int SleepEnabled = 0x0004;
        public const int PowerOnReset = 0x0008;
        public const int WatchdogReset = 0x0010;
        public const int SecurityMask = 0x0300;
        public const int SecurityUnknown = 0x0000;
        public const int SecuritySealed = 0x0300;
        public const int Sleeping = 0x8000;

        // Alarm Status, low byte. (The BQ7690x has ADSCAN elsewhere.)
        public const int ScanDone = 0x02;
        public const int FullScanDone = 0x80;
        public const int ScanAlarms = ScanDone | FullScanDone;

        // Safety Alert A and Safety Status A, Enabled Protections A.
        public const int CellUndervoltage = 0x04;
        public const int CellOvervoltage = 0x08;

        /// <summary>FET Status: charge, precharge, discharge, predischarge FET.</summary>
        public const int FetsOn = 0x0F;

        // Subcommands.
        public const int DeviceNumber = 0x0001;
        public const int StaticConfigSignature = 0x0005;
        public const int Status5 = 0x0075;
        public const int SetConfigUpdate = 0x0090;
        public const int ExitConfigUpdate = 0x0092;
        public const int SleepDisable = 0x009A;

        /// <summary>What <see cref="DeviceNumber"/> answers.</summary>
        public const int Bq76952 = 0x7695;

        // Data memory.
        public const int PowerConfig = 0x9234;
        public const int EnabledProtectionsA = 0x9261;
        public const int UndervoltageThreshold = 0x9275;
        public const int OvervoltageThreshold = 0x9278;
        public const int FirstPinConfig = 0x92FA;
        public const int DataConfig = 0x9303;
        public const int CellMode = 0x9304;
        public const int OpenWireCheckTime = 0x9314;

        /// <summary>Power Config: a slot takes half the time.</summary>
        public const int FastAdc = 0x0040;

        /// <summary>Power Config: idle slots after each loop; 0: none.</summary>
        public const int LoopSlowMask = 0x000C;
        public const int LoopSlowShift = 2;

        /// <summary>DA Configuration: stack voltage in 10 mV instead of 1 mV.</summary>
        public const int CentiVolts = 0x04;

        /// <summary>Pin Config: thermistor, 18 kohm pull-up and its temperature model, reported and used for no protection.
        /// </summary>
        public const int PinThermistor = 0x0B;

        /// <summary>Pin Config: what the pin is used for; 0: nothing, 3: converter input.</summary>
        public const int PinFunctionMask = 0x03;
        public const int PinAnalogue = 0x03;

        /// <summary>Pin Config of a converter input: 0 is no thermistor, else which protection its temperature is used for.
        /// </summary>
        public const int PinUseMask = 0x0C;

        /// <summary>Pin Config of a converter input: counts are reported and no temperature.</summary>
        public const int PinRaw = 0x30;

        /// <summary>Register pair of a probe's temperature. GPIO 1..9 are TS1, TS2, TS3, CFETOFF, DFETOFF, ALERT, HDQ, DCHG,
        /// DDSG: those that have no other use first.</summary>
        /// <param name="gpio">0..8.</param>
        public static int TemperatureOf(int gpio)
        {
            return gpio < 3 ? 0x70 + (2 * gpio) : gpio < 6 ? 0x6A + (2 * (gpio - 3)) : 0x76 + (2 * (gpio - 6));
        }

        /// <summary>Offset of a probe's pin configuration from <see cref="FirstPinConfig"/>.</summary>
        /// <param name="gpio">0..8.</param>
        public static int PinConfigOf(int gpio)
        {
            return gpio < 3 ? 3 + gpio : gpio < 6 ? gpio - 3 : gpio;
        }
    }
}
