import ArgumentParser
import GemCache
import GemCore

/// How long answers are fresh, and whose they are.
struct FreshnessOptions: ParsableArguments {
    @Option(
        name: .customLong("ttl"),
        help: ArgumentHelp(
            "How long answers of a kind are fresh, such as generate=7d, grounded=1h or embed=forever; kinds are \(kinds). May be repeated.",
            valueName: "kind=duration"))
    var lifetimes: [String] = []

    @Option(
        help: ArgumentHelp("Serve an answer this long past its lifetime at once, and fetch a new one behind it.", valueName: "duration"))
    var staleWhileRevalidate: String?

    @Option(
        help: ArgumentHelp(
            "Serve an answer this long past its lifetime where the API fails; default a day, and forever where it cannot be reached.",
            valueName: "duration"))
    var staleIfError: String?

    @Flag(help: "Keep a cache for each key of its own: what one key was answered is not told to another.")
    var scopeByCredential = false

    private static let kinds = Freshness.Kind.allCases.map(\.rawValue).joined(separator: ", ")

    func validate() throws {
        do { _ = try freshness() } catch { throw ValidationError(error.message) }
    }

    /// Puts what the options say into a stack's settings.
    func apply(to settings: inout Stack.Settings) throws(GemError) {
        settings.freshness = try freshness()
        settings.isScoped = scopeByCredential
    }

    private func freshness() throws(GemError) -> Freshness {
        var freshness = Freshness()
        for rule in lifetimes { try freshness.take(rule) }
        if let staleWhileRevalidate { freshness.whileRevalidating = try Freshness.seconds(staleWhileRevalidate) }
        if let staleIfError {
            freshness.ifError = try Freshness.seconds(staleIfError)
            freshness.ifUnreachable = freshness.ifError
        }
        return freshness
    }
}

/// How a stored answer is given.
struct GivingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Replay a stored stream at its own pace (1), faster (2: twice) or at once (0).", valueName: "factor"))
    var pace: String?

    @Flag(help: "Cut a shorter vector from a stored longer one of the same text, as the model would, instead of asking.")
    var reduce = false

    func validate() throws {
        if let pace, RequestOptions.pace(pace) == nil {
            throw ValidationError("--pace takes a number from 0, such as 1 or 2.5; not \(pace).")
        }
    }

    /// Puts what the options say into those of a request.
    func apply(to options: inout RequestOptions) {
        if let pace { options.pace = RequestOptions.pace(pace) ?? 0 }
        options.reduces = reduce
    }
}
