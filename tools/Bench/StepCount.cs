using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace DataBox.Bench;

/// <summary>IL instructions that the device code executes for encoding a recording.</summary>
public static class StepCount
{
    private static readonly string[] s_counted = { "DataBox.Core", "DataBox.Ports" };

    /// <summary>Steps for adding all rows to the buffer and encoding all blocks, RowBuffer and BlockEncoder constructors
    /// included.</summary>
    /// <param name="name">A recording's CSV text, parsed again inside the counting copy.</param>
    public static long Encode(string name, byte[] text, int devices, int groups, int maxBlocks)
    {
        var context = new CountingContext();
        try
        {
            Assembly bench = context.LoadFromAssemblyPath(typeof(StepCount).Assembly.Location);
            MethodInfo work = bench.GetType(typeof(StepCount).FullName!)!.GetMethod(
                nameof(Work), BindingFlags.Static | BindingFlags.NonPublic)!;
            return (long)work.Invoke(null, new object[] { name, text, devices, groups, maxBlocks })!;
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>Runs inside the counting context, where DataBox.Core and DataBox.Ports are the rewritten ones.</summary>
    private static long Work(string name, byte[] text, int devices, int groups, int maxBlocks)
    {
        BenchRecording recording = BenchRecording.Parse(name, text, devices);
        FieldInfo[] counters = Array.ConvertAll(
            new[] { typeof(Core.BlockEncoder).Assembly, typeof(Ports.PackSample).Assembly },
            assembly => assembly.GetType(StepRewriter.CounterType)!.GetField(StepRewriter.CounterField)!);
        foreach (FieldInfo counter in counters)
        {
            counter.SetValue(null, 0L);
        }

        BlockRun.Encode(recording, groups, maxBlocks);
        long steps = 0;
        foreach (FieldInfo counter in counters)
        {
            steps += (long)counter.GetValue(null)!;
        }

        return steps;
    }

    private sealed class CountingContext : AssemblyLoadContext
    {
        public CountingContext()
            : base("counting", isCollectible: true)
        {
        }

        protected override Assembly? Load(AssemblyName name)
        {
            if (Array.IndexOf(s_counted, name.Name) < 0)
            {
                return null;
            }

            string path = Path.Combine(AppContext.BaseDirectory, name.Name + ".dll");
            return LoadFromStream(new MemoryStream(StepRewriter.Rewrite(path)));
        }
    }
}
