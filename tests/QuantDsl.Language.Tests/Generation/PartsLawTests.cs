using QuantDsl.Language.Linking;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Language.Tests.Generation;

/// <summary>L1, L11 and L12 over generated strategies taken apart: what is put together again is the same program.</summary>
public sealed class PartsLawTests
{
    private const int Programs = 250;

    [Fact]
    public void L12_parts_put_together_are_the_program_they_were_taken_from()
    {
        int used = 0, extended = 0, defined = 0, symbols = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            var (whole, main, files) = PartsGenerator.Of(seed);
            var read = Read(SyntaxPrinter.Print(main), files);
            string hash = ProgramHash.Of(GeneratedPrograms.Bind(whole));
            Assert.Equal(hash, ProgramHash.Of(GeneratedPrograms.Bind(read)));
            used += main.OfKind<UseSyntax>().Any() ? 1 : 0;
            extended += main.OfKind<ExtendsSyntax>().Any() ? 1 : 0;
            defined += SyntaxPrinter.Print(main).Contains("DEF0", StringComparison.Ordinal) ? 1 : 0;
            symbols += SyntaxPrinter.Print(Linker.Flatten(read)).Contains("\nsymbols ", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.All([used, extended, defined, symbols], count => Assert.InRange(count, 60, Programs - 10));
    }

    [Fact]
    public void L12_the_flat_form_needs_no_other_file_and_is_the_same_program_in_both_notations()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            var (_, main, files) = PartsGenerator.Of(seed);
            var read = Read(SyntaxPrinter.Print(main), files);
            var flat = Linker.Flatten(read);
            Assert.DoesNotContain(flat.Statements, s => s is UseSyntax or ExtendsSyntax or DefineSyntax);
            string hash = ProgramHash.Of(GeneratedPrograms.Bind(read));
            foreach (var (file, text) in new[] { ("flat.qstrat", SyntaxPrinter.Print(flat)), ("flat.yaml", YamlPrinter.Print(flat)) })
            {
                var again = GeneratedPrograms.Read(file, text);
                Assert.Equal(hash, ProgramHash.Of(GeneratedPrograms.Bind(again)));
                Assert.Equal(DocumentHash.Of(flat), DocumentHash.Of(again.Strategy));
            }
        }
    }

    [Fact]
    public void L1_the_constructs_themselves_survive_the_way_through_yaml()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            var (_, main, files) = PartsGenerator.Of(seed);
            string text = SyntaxPrinter.Print(main);
            var fromYaml = GeneratedPrograms.Read("main.yaml", YamlPrinter.Print(main)) with { Files = new MemoryFiles(files) };
            Assert.Equal(text, SyntaxPrinter.Print(fromYaml.Strategy));
            Assert.Equal(text, SyntaxPrinter.Print(Read(Respelling.Of(text, seed), files).Strategy));
            Assert.Equal(ProgramHash.Of(GeneratedPrograms.Bind(Read(text, files))), ProgramHash.Of(GeneratedPrograms.Bind(fromYaml)));
        }
    }

    private static ReadResult Read(string text, IEnumerable<(string, string)> files) => GeneratedPrograms.Read("main.qstrat", text) with { Files = new MemoryFiles(files) };
}
