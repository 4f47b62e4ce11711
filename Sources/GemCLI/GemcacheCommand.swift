public import ArgumentParser

/// `gemcache`: the root of the command line.
public struct GemcacheCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "gemcache",
        abstract: "Make every use of Google's Gemini API work offline, repeatably and at cache speed.",
        discussion: """
            Known questions are answered from a store on this machine; others go to the API, or wait in a durable queue until it can be reached.

            Environment: GEMINI_API_KEY or GOOGLE_API_KEY (the key), GOOGLE_GEMINI_BASE_URL (another server), GEMCACHE_STORE (the store's folder).

            Completions: gemcache --generate-completion-script bash (or zsh, fish). Manual page: gemcache help --man > gemcache.1

            Exit codes:

            \(ExitStatus.lines)

            A server that is told to end by SIGTERM ends with 0, `run` with the code of its program.
            """,
        version: "0.1.0",
        subcommands: [
            AskCommand.self, ChatCommand.self, EmbedCommand.self, SimilarCommand.self, CountCommand.self, UploadCommand.self,
            FilesCommand.self,
            BatchCommand.self, ContextCommand.self,
            ModelsCommand.self, SyncCommand.self, QueueCommand.self,
            CacheCommand.self, CassetteCommand.self, ProxyCommand.self, RunCommand.self, MockCommand.self, StatsCommand.self,
            ExplainCommand.self,
            KeyCommand.self,
        ])

    /// When this version was made, for the manual page.
    static let date = "2026-11-22"

    /// Parses nothing by itself.
    public init() {}
}
