using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Schema;

/// <summary>npm's ajv and yaml: another reader of YAML and another judge of schemas, which share nothing with ours.</summary>
internal static class SchemaValidator
{
    private static readonly string Source = Repository.PathOf("tests", "schema-validator");

    /// <summary>For each document nothing, or why it does not fit the schema.</summary>
    public static string[] Verdicts(string schema, IReadOnlyList<string> documents)
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["package.json", "package-lock.json", "validate.mjs"]) File.Copy(Path.Combine(Source, name), folder.File(name));
        Run(folder.Path, OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--silent", "--no-audit", "--no-fund"], "");
        var request = new JsonObject { ["schema"] = JsonNode.Parse(schema), ["documents"] = new JsonArray([.. documents.Select(d => (JsonNode)d)]) };
        return JsonSerializer.Deserialize<string[]>(Run(folder.Path, "node", ["validate.mjs"], request.ToJsonString())) ?? [];
    }

    private static string Run(string folder, string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error.Result}");
        return output.Result;
    }
}
