using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>What the AFE's checks have found, in the words of the state message. Bounded: a whole chain gone wrong is cut short.
    /// </summary>
    public static class HealthWords
    {
        /// <summary>The longest text; one that was cut ends in three dots.</summary>
        public const int MostChars = 120;

        /// <summary>Checks whose last run failed: "2:mux,3:supply", devices from 1.</summary>
        public static string FailedChecks(AfeHealth health)
        {
            string text = "";
            for (int d = 0; d < health.deviceCount; d++)
            {
                for (int check = 0; check < AfeCheck.Count; check++)
                {
                    if (health.result[health.IndexOf(check, d)] == AfeResult.Failed)
                    {
                        text = With(text, (d + 1) + ":" + AfeCheck.NameOf(check));
                    }
                }
            }

            return text;
        }

        /// <summary>Open sense wires: "1:4,2:0"; devices from 1, wires from 0 at the negative end of the device's lowest cell.
        /// </summary>
        public static string OpenWires(AfeHealth health)
        {
            string text = "";
            for (int d = 0; d < health.deviceCount; d++)
            {
                int first = health.FirstWireOf(d);
                int end = d + 1 < health.deviceCount ? health.FirstWireOf(d + 1) : health.wireResult.Length;
                for (int wire = first; wire < end; wire++)
                {
                    if (health.wireResult[wire] == AfeResult.Failed)
                    {
                        text = With(text, (d + 1) + ":" + (wire - first));
                    }
                }
            }

            return text;
        }

        private static string With(string text, string next)
        {
            return text.Length == 0 ? next
                : text.EndsWith("...") ? text
                : text.Length + next.Length + 5 > MostChars ? text + ",..."
                : text + "," + next;
        }
    }
}
