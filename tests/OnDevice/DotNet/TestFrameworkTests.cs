using System;
using System.Linq;
using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Nano = nanoFramework.TestFramework;

namespace DataBox.Tests.OnDevice.DotNet
{
    /// <summary>The declaration of the device's test framework is itself tried: what fails there must fail
    /// here.</summary>
    [TestClass]
    public class TestFrameworkTests
    {
        [TestMethod]
        public void Every_assertion_that_does_not_hold_fails_the_test()
        {
            Fails(() => Nano.Assert.AreEqual(true, false));
            Fails(() => Nano.Assert.AreEqual((byte)1, (byte)2));
            Fails(() => Nano.Assert.AreEqual(1, 2));
            Fails(() => Nano.Assert.AreEqual(1L, 2L));
            Fails(() => Nano.Assert.AreEqual(1u, 2u));
            Fails(() => Nano.Assert.AreEqual("a", "b"));
            Fails(() => Nano.Assert.AreNotEqual(1, 1));
            Fails(() => Nano.Assert.Contains("x", "abc"));
            Fails(() => Nano.Assert.IsTrue(false));
            Fails(() => Nano.Assert.IsFalse(true));
            Fails(() => Nano.Assert.IsNull("a"));
            Fails(() => Nano.Assert.IsNotNull(null));
            Fails(() => Nano.Assert.ThrowsException(typeof(ArgumentException), () => { }));
            Fails(() => Nano.Assert.ThrowsException(typeof(ArgumentException), () => throw new FormatException()));
        }

        [TestMethod]
        public void Every_assertion_that_holds_passes()
        {
            Nano.Assert.AreEqual(true, true);
            Nano.Assert.AreEqual((byte)2, (byte)2);
            Nano.Assert.AreEqual(2, 2);
            Nano.Assert.AreEqual(2L, 2L);
            Nano.Assert.AreEqual(2u, 2u);
            Nano.Assert.AreEqual("b", "b");
            Nano.Assert.AreNotEqual(1, 2);
            Nano.Assert.Contains("b", "abc");
            Nano.Assert.IsTrue(true);
            Nano.Assert.IsFalse(false);
            Nano.Assert.IsNull(null);
            Nano.Assert.IsNotNull("a");
            Nano.Assert.ThrowsException(typeof(FormatException), () => throw new FormatException());
        }

        [TestMethod]
        public void Device_tests_keep_the_launchers_rules_and_are_seen_by_MSTest()
        {
            // The device's launcher calls each test with a null instance, and a class only where its attribute is
            // exactly TestClass. Fields of the instance would therefore work here and fail there.
            Type[] classes = typeof(TestFrameworkTests).Assembly.GetTypes()
                .Where(t => t.GetCustomAttributes().Any(a => a.GetType() == typeof(Nano.TestClassAttribute))).ToArray();
            Assert.AreNotEqual(0, classes.Length);
            foreach (Type type in classes)
            {
                Assert.IsTrue(type.IsPublic, type.Name + " must be public");
                Assert.IsInstanceOfType<TestClassAttribute>(type.GetCustomAttribute<TestClassAttribute>());
                const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
                Assert.AreEqual(0, type.GetFields(Instance).Length, type.Name + " has instance fields");
                MethodInfo[] tests = type.GetMethods().Where(m => m.IsDefined(typeof(TestMethodAttribute))).ToArray();
                Assert.AreNotEqual(0, tests.Length, type.Name + " holds no test");
                foreach (MethodInfo test in tests)
                {
                    Assert.AreEqual(typeof(void), test.ReturnType, type.Name + "." + test.Name);
                }

                string[] strays = type.GetMethods(Instance | BindingFlags.DeclaredOnly)
                    .Where(m => !m.IsDefined(typeof(TestMethodAttribute))).Select(m => m.Name).ToArray();
                Assert.AreEqual(0, strays.Length, type.Name + ": not static, not a test: " + string.Join(", ", strays));
            }
        }

        private static void Fails(Action action)
        {
            bool failed = false;
            try
            {
                action();
            }
            catch (AssertFailedException)
            {
                failed = true;
            }

            Assert.IsTrue(failed, "an assertion that does not hold passed");
        }
    }
}
