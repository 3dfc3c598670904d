using System;
using DataBox.Ports;

namespace DataBox.Esp32
{
    /// <summary>Lines on the board's serial port, where Visual Studio, VS Code or a terminal shows them.</summary>
    public sealed class SerialLog : ILog
    {
        public void Line(string text)
        {
            Console.WriteLine(text);
        }
    }
}
