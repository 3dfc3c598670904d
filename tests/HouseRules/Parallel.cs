using Microsoft.VisualStudio.TestTools.UnitTesting;

// Rules only read, and each compiles for itself.
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]
