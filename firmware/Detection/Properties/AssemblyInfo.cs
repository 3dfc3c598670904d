using System.Reflection;
using System.Runtime.InteropServices;

[assembly: AssemblyTitle("DataBox.Detection")]
[assembly: AssemblyProduct("DataBox")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: ComVisible(false)]
