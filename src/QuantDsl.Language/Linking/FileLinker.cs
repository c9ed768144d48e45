using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Linking;

/// <summary>Reads the files a strategy names, each once, and makes one list of statements of them all.</summary>
internal sealed class FileLinker(SourceLayout layout, IStrategyFiles? files, IndicatorCatalog catalog, List<Diagnostic> diagnostics)
{
    private const int MostFiles = 64, DeepestChain = 16;
    private const long MostCharacters = 16 << 20;

    private readonly Dictionary<string, StrategySyntax> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StatementSyntax>> _flat = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];
    private bool _isFull;

    /// <summary>Statements of a file with those of its libraries and its base, in the order of reading.</summary>
    /// <param name="path">Of the file, as messages show it.</param>
    public List<StatementSyntax> Flatten(StrategySyntax file, string path)
    {
        if (_flat.TryGetValue(path, out var known)) return known;
        _open.Add(path);
        var own = file.Statements.Where(s => s is not (UseSyntax or ExtendsSyntax)).ToList();
        var libraries = Libraries(file, path);
        ReportClashes(own, libraries);
        HashSet<string> named = new(own.Select(StatementKey.NameOf).OfType<Identifier>().Select(n => n.Text), StringComparer.Ordinal);
        var declared = libraries.Where(s => StatementKey.NameOf(s) is not { } name || !named.Contains(name.Text)).Concat(own).ToList();
        var flat = Swept(Base(file, path) is { } inherited ? Merge(inherited, declared) : declared, own);
        _open.RemoveAt(_open.Count - 1);
        return _flat[path] = flat;
    }

    /// <summary>The description of the nearest file of the chain that has one.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Parameters of other files that the main file sweeps, as they stand in the flat list.</summary>
    public HashSet<StatementSyntax> SweptHere { get; } = new(ReferenceEqualityComparer.Instance);

    private List<StatementSyntax> Libraries(StrategySyntax file, string path)
    {
        List<StatementSyntax> found = [];
        HashSet<StatementSyntax> seen = new(ReferenceEqualityComparer.Instance);
        Dictionary<string, StatementSyntax> names = new(StringComparer.Ordinal);
        foreach (var use in file.OfKind<UseSyntax>())
        {
            if (Open(use.File, path, isLibrary: true) is not var (library, libraryPath)) continue;
            foreach (var statement in Flatten(library, libraryPath).Where(StatementKey.IsDefinition))
            {
                // Two ways to one file are no clash.
                if (!seen.Add(statement)) continue;
                string? name = StatementKey.NameOf(statement)?.Text;
                if (name is null || names.TryAdd(name, statement)) found.Add(statement);
                else Report(LinkingDiagnostics.NameOfLibrary, use.File.Span, [name, layout.FileAt(names[name].Span.Start).Path], $"rename `{name}` in one of them, or use one",
                    (StatementKey.NameOf(statement)?.Span ?? statement.Span, "defined again here"));
            }
        }

        return found;
    }

    private void ReportClashes(List<StatementSyntax> own, List<StatementSyntax> libraries)
    {
        var names = libraries.Where(l => StatementKey.NameOf(l) is not null).ToDictionary(l => StatementKey.NameOf(l)?.Text ?? "", StringComparer.Ordinal);
        foreach (var statement in own)
        {
            if (StatementKey.NameOf(statement) is { } name && names.TryGetValue(name.Text, out var other))
                Report(LinkingDiagnostics.NameOfLibrary, name.Span, [name.Text, layout.FileAt(other.Span.Start).Path], "choose another name",
                    (StatementKey.NameOf(other)?.Span ?? other.Span, "first defined here"));
        }
    }

    private List<StatementSyntax>? Base(StrategySyntax file, string path)
    {
        ExtendsSyntax? first = null;
        foreach (var extends in file.OfKind<ExtendsSyntax>())
        {
            if (first is null) first = extends;
            else Report(BindingDiagnostics.DuplicateStatement, extends.Span, ["extends"], "keep one", (first.Span, "first given here"));
        }

        if (first is null || Open(first.Base, path, isLibrary: false) is not var (strategy, basePath)) return null;
        if (Description.Length == 0) Description = strategy.Description;
        return Flatten(strategy, basePath);
    }

    /// <summary>The base with what the other file says in its place, and behind it what only that file says.</summary>
    private static List<StatementSyntax> Merge(List<StatementSyntax> inherited, List<StatementSyntax> declared)
    {
        // A library both files use is the same statement twice, and neither replaces the other.
        HashSet<StatementSyntax> shared = new(inherited, ReferenceEqualityComparer.Instance);
        var additions = declared.Where(s => !shared.Contains(s)).ToList();
        var replacing = additions.Where(s => StatementKey.Of(s) is not null).ToLookup(s => StatementKey.Of(s) ?? "", StringComparer.Ordinal);
        HashSet<string> placed = new(StringComparer.Ordinal);
        List<StatementSyntax> merged = [];
        foreach (var statement in inherited)
        {
            if (StatementKey.Of(statement) is { } key && replacing.Contains(key))
            {
                if (placed.Add(key)) merged.AddRange(replacing[key]);
            }
            else
            {
                merged.Add(statement);
            }
        }

        merged.AddRange(additions.Where(s => StatementKey.Of(s) is not { } key || !placed.Contains(key)));
        return merged;
    }

    /// <summary>Parameters of other files with the values this file sweeps them over; what names none of them stays, for the binder to refuse.</summary>
    private List<StatementSyntax> Swept(List<StatementSyntax> flat, List<StatementSyntax> own)
    {
        foreach (var sweep in own.OfType<ParameterSweepSyntax>())
        {
            int index = flat.FindIndex(s => s is ParameterSyntax parameter && parameter.Name.Text == sweep.Name.Text && !own.Exists(o => ReferenceEquals(o, s)));
            if (index < 0 || flat[index] is not ParameterSyntax found || !flat.Remove(sweep)) continue;
            index = flat.IndexOf(found);
            flat[index] = found with { Sweep = sweep.Sweep };
            // An axis of the main file is its own: one that no rule reads is told, not left out.
            if (_open.Count == 1) SweptHere.Add(flat[index]);
        }

        return flat;
    }

    private (StrategySyntax Strategy, string Path)? Open(Identifier file, string from, bool isLibrary)
    {
        if (file.Text.Length == 0) return null;
        if (files is null)
        {
            Report(LinkingDiagnostics.NoOtherFiles, file.Span, [file.Text], "write its statements here");
            return null;
        }

        string wanted = FilePath.Resolve(file.Text, from);
        foreach (string path in FilePath.Candidates(wanted))
        {
            if (_open.Contains(path))
            {
                var chain = _open.SkipWhile(p => p != path).Append(path);
                Report(LinkingDiagnostics.CyclicFiles, file.Span, [path, string.Join(" → ", chain.Select(p => $"`{p}`"))], "leave one of the steps out");
                return null;
            }

            if (_read.TryGetValue(path, out var known)) return (known, path);
            var text = files.Read(path);
            if (text.Problem is { } problem)
            {
                Report(LinkingDiagnostics.FileUnreadable, file.Span, [path, problem], "name a strategy file");
                return null;
            }

            if (text.Content is { } content) return Read(new(path, content), file, isLibrary) is { } strategy ? (strategy, path) : null;
        }

        ReportMissing(file, wanted);
        return null;
    }

    private StrategySyntax? Read(SourceText source, Identifier file, bool isLibrary)
    {
        string? limit = _read.Count >= MostFiles ? $"{MostFiles} files"
            : _open.Count >= DeepestChain ? $"{DeepestChain} files in a row"
            : layout.Whole.Content.Length + (long)source.Content.Length > MostCharacters ? $"{MostCharacters >> 20} million characters" : null;
        if (limit is not null)
        {
            if (!_isFull) Report(LinkingDiagnostics.TooManyFiles, file.Span, [limit], "join some of the files");
            _isFull = true;
            return null;
        }

        var place = layout.Add(source);
        var bag = new DiagnosticBag(layout.Whole);
        var strategy = StrategyReader.IsYaml(source.Path)
            ? YamlReader.Read(layout.Whole, place, bag, catalog, isLibrary)
            : QStratReader.Read(layout.Whole, place, bag, isLibrary);
        diagnostics.AddRange(bag.ToImmutable());
        return _read[source.Path] = strategy;
    }

    private void ReportMissing(Identifier file, string wanted)
    {
        string folder = Path.GetDirectoryName(wanted)?.Replace('\\', '/') ?? "";
        string[] names = [.. (files?.NamesIn(folder) ?? []).Where(FilePath.IsStrategy).Order(StringComparer.Ordinal)];
        string name = Path.GetFileName(wanted);
        // With or without its ending, as the author wrote it.
        string? nearest = NearestName.Of(name, names) ?? NearestName.Of(Path.GetFileNameWithoutExtension(name), names.Select(n => Path.GetFileNameWithoutExtension(n) ?? n));
        string shown = FilePath.IsStrategy(wanted) ? wanted : $"{wanted}.qstrat";
        bool isBare = file.Span.Length == file.Text.Length;
        string? meant = nearest is null ? null : string.Concat(file.Text.AsSpan(0, file.Text.Length - name.Length), nearest);
        string place = folder.Length == 0 ? "the current folder" : $"`{folder}`";
        diagnostics.Add(Diagnostic.At(layout.Whole, file.Span, LinkingDiagnostics.FileNotFound, shown) with
        {
            Help = meant is not null ? $"did you mean `{meant}`?" : names.Length == 0 ? $"there are no strategy files in {place}" : $"in {place} there are {Listed(names)}",
            Fixes = meant is null ? [] : [new CodeFix($"change to `{meant}`", file.Span, isBare && !meant.Contains('.', StringComparison.Ordinal) ? meant : $"\"{meant}\"")],
        });
    }

    private static string Listed(string[] names) =>
        string.Join(", ", names.Take(5).Select(n => $"`{n}`")) + (names.Length > 5 ? $" and {names.Length - 5} more" : "");

    private void Report(DiagnosticDescriptor descriptor, TextSpan span, object[] arguments, string help, (TextSpan, string)? secondary = null) =>
        diagnostics.Add(Diagnostic.At(layout.Whole, span, descriptor, arguments) with { Help = help, Secondary = secondary });
}
