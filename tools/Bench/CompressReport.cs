using System;
using System.IO;
namespace DataBox.Bench;
public static class CompressReport { public static int Run(TextWriter output, string? folder, int maxBlocks) => 0; }
