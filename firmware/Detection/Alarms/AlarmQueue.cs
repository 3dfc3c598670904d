namespace DataBox.Detection
{
    /// <summary>Changes of alarms in the order in which they were made, until they are taken.</summary>
    internal sealed class AlarmQueue
    {
        /// <summary>How many wait.</summary>
        public int count;

        private readonly Alarm[] _places;
        private int _head;

        public AlarmQueue(int places)
        {
            _places = new Alarm[places];
        }

        /// <summary>Puts a change behind the others; whoever calls has seen that there is a place.</summary>
        public void Put(Alarm change)
        {
            _places[(_head + count) % _places.Length] = change;
            count++;
        }

        /// <summary>The oldest change, once; null when none waits.</summary>
        public Alarm TryTake()
        {
            if (count == 0)
            {
                return null;
            }

            Alarm change = _places[_head];
            _places[_head] = null;
            _head = (_head + 1) % _places.Length;
            count--;
            return change;
        }
    }
}
