using DataBox.Detection;

namespace DataBox.Core
{
    /// <summary>The topics of one box: dbx/1/BOX/KIND, made once.</summary>
    public sealed class Topics
    {
        /// <summary>Version of topics and documents; another one is another set of topics.</summary>
        public const int Version = 1;

        private readonly string[] _up = new string[MessageKind.Count];

        public readonly string will;
        public readonly string desired;
        public readonly string command;

        /// <param name="box">[a-z0-9-]{1,32}</param>
        public Topics(string box)
        {
            string root = "dbx/" + Version + "/" + box + "/";
            _up[MessageKind.Alarm] = root + "alarm";
            _up[MessageKind.Ack] = root + "ack";
            _up[MessageKind.Birth] = root + "birth";
            _up[MessageKind.AlarmList] = root + "alarms";
            _up[MessageKind.State] = root + "state";
            _up[MessageKind.Data] = root + "data";
            will = root + "will";
            desired = root + "desired";
            command = root + "cmd";
        }

        /// <summary>Where a message of this <see cref="MessageKind"/> goes.</summary>
        public string Of(int kind)
        {
            return _up[kind];
        }
    }
}
