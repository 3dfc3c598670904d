using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Tests.HouseRules.Support;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>A small device project in memory, sound until a test plants a fault in it.</summary>
internal static class Planted
{
    public const string ProjectPath = "firmware/Probe/Probe.nfproj";
    public const string PackagesPath = "firmware/Probe/packages.config";
    public const string SourcePath = "firmware/Probe/Probe.cs";
    public const string KernelPath = "firmware/Probe/ProbeKernel.cs";

    // Stands on line 1 to 5 of every planted source; the members follow on line 6.
    private const string Head = "using System;\n\nnamespace Probe\n{\n    public class Planted {\n";

    public const int FirstMemberLine = 6;

    public static readonly string Packages = """
        <?xml version="1.0" encoding="utf-8"?>
        <packages>
          <package id="nanoFramework.CoreLibrary" version="1.17.11" targetFramework="netnano1.0" />
          <package id="nanoFramework.System.Math" version="1.5.116" targetFramework="netnano1.0" />
        </packages>
        """;

    public static readonly string Project = """
        <?xml version="1.0" encoding="utf-8"?>
        <Project ToolsVersion="Current" DefaultTargets="Build" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
          <PropertyGroup Label="Globals">
            <NanoFrameworkProjectSystemPath>$(MSBuildExtensionsPath)\nanoFramework\v1.0\</NanoFrameworkProjectSystemPath>
          </PropertyGroup>
          <Import Project="$(NanoFrameworkProjectSystemPath)NFProjectSystem.Default.props" Condition="Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.Default.props')" />
          <PropertyGroup>
            <ProjectTypeGuids>{11A8DD76-328B-46DF-9F39-F559912D0360};{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}</ProjectTypeGuids>
            <OutputType>Library</OutputType>
            <AssemblyName>Probe</AssemblyName>
            <TargetFrameworkVersion>v1.0</TargetFrameworkVersion>
            <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
          </PropertyGroup>
          <Import Project="$(NanoFrameworkProjectSystemPath)NFProjectSystem.props" Condition="Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.props')" />
          <Import Project="Probe.projitems" />
          <ItemGroup>
            <None Include="packages.config" />
          </ItemGroup>
          <ItemGroup>
            <Reference Include="mscorlib, Version=1.17.11.0, Culture=neutral, PublicKeyToken=c07d481e9758c731">
              <HintPath>..\..\packages\nanoFramework.CoreLibrary.1.17.11\lib\mscorlib.dll</HintPath>
              <Private>True</Private>
            </Reference>
            <Reference Include="System.Math, Version=1.5.116.0, Culture=neutral, PublicKeyToken=c07d481e9758c731">
              <HintPath>..\..\packages\nanoFramework.System.Math.1.5.116\lib\System.Math.dll</HintPath>
              <Private>True</Private>
            </Reference>
          </ItemGroup>
          <Import Project="$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets" Condition="Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets')" />
        </Project>
        """;

    public const string ProjItems = """
        <Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
          <ItemGroup>
            <Compile Include="$(MSBuildThisFileDirectory)Probe.cs" />
            <Compile Include="$(MSBuildThisFileDirectory)ProbeKernel.cs" />
          </ItemGroup>
        </Project>
        """;

    public static SourceTree Tree(string source, string kernel = "") => SourceTree.Of(
        (ProjectPath, Project), (PackagesPath, Packages), ("firmware/Probe/Probe.projitems", ProjItems),
        (SourcePath, source), (KernelPath, kernel));

    public static SourceTree WithMembers(string members) => Tree(Head + members + "\n}\n}\n");

    public static SourceTree WithKernelMembers(string members) => Tree("", Head + members + "\n}\n}\n");

    /// <summary>In Release only, unless the test is about the difference: most faults show in both.</summary>
    public static IReadOnlyList<Finding> Check(SourceTree tree, params string[] configurations) =>
        NanoProfileCheck.Check(tree, ApiLibrary.Repository, configurations.Length > 0 ? configurations : ["Release"]);

    public static string Lines(int count, Func<int, string> line) => string.Join(" ", Enumerable.Range(0, count).Select(line));
}
