using System;
using System.Collections.Generic;
using System.Reflection;
using MsTest = Microsoft.VisualStudio.TestTools.UnitTesting;

// The part of nanoFramework.TestFramework 3.0.80 that the tests here use, declared over MSTest: the same test files
// then run in every `dotnet test`. [Setup] and [Cleanup] are not here: the device's launcher calls them once a class,
// without an instance, which MSTest can't do alike; a test makes what it needs itself.
namespace nanoFramework.TestFramework
{
    /// <summary>Marks a class that holds tests.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public class TestClassAttribute : MsTest.TestClassAttribute
    {
    }

    /// <summary>Marks a test: public, an instance method by MSTest's rule, but it must not touch <c>this</c>, since the
    /// device's launcher calls it without one.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public class TestMethodAttribute : MsTest.TestMethodAttribute
    {
    }

    /// <summary>One set of arguments for a test; beside [TestMethod], as often as needed.</summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    public class DataRowAttribute : Attribute, MsTest.ITestDataSource
    {
        public DataRowAttribute(params object[] methodParameters)
        {
            MethodParameters = methodParameters;
        }

        public object[] MethodParameters { get; }

        public IEnumerable<object[]> GetData(MethodInfo methodInfo)
        {
            return new[] { MethodParameters };
        }

        public string GetDisplayName(MethodInfo methodInfo, object[] data)
        {
            return methodInfo.Name + " (" + string.Join(",", data) + ")";
        }
    }
}
