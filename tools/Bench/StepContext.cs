using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace DataBox.Bench;

/// <summary>A second copy of the project's assemblies, beside the one that runs: those of the device count their steps, the others
/// are as they are.</summary>
public sealed class StepContext : AssemblyLoadContext
{
    private static readonly string[] s_counted = { "DataBox.Afe", "DataBox.Core", "DataBox.Detection", "DataBox.Ports" };

    private readonly List<string> _methods = new();

    private StepContext()
        : base("counting", isCollectible: true)
    {
    }

    /// <summary>Runs a method of <see cref="StepWork"/> in a new context.</summary>
    /// <param name="arguments">And the result: of the framework's types, for each context has its own of the project's.</param>
    /// <returns>Its result, and the names of the methods that count.</returns>
    public static (long[][] Steps, IReadOnlyList<string> Methods) Run(string method, params object[] arguments)
    {
        var context = new StepContext();
        try
        {
            Assembly bench = context.LoadFromAssemblyPath(typeof(StepWork).Assembly.Location);
            MethodInfo work = bench.GetType(typeof(StepWork).FullName!)!.GetMethod(method)!;
            var steps = (long[][])work.Invoke(
                null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
            return (steps, context._methods);
        }
        finally
        {
            context.Unload();
        }
    }

    protected override Assembly? Load(AssemblyName name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, name.Name + ".dll");
        if (Array.IndexOf(s_counted, name.Name) >= 0)
        {
            return LoadFromStream(new MemoryStream(StepRewriter.Rewrite(path, _methods)));
        }

        bool isOurs = name.Name!.StartsWith("DataBox.", StringComparison.Ordinal)
            || name.Name == typeof(StepWork).Assembly.GetName().Name;
        return isOurs ? LoadFromAssemblyPath(path) : null;
    }
}
