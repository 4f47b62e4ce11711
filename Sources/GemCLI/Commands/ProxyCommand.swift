import ArgumentParser
import GemCore
import GemServer

/// `gemcache proxy`: the cache for every other tool and language.
struct ProxyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy", abstract: "Serve the cache to any Gemini SDK, by base URL.",
        discussion: """
            Known questions are answered from the store, with or without a key; others go upstream with the caller's own key.

              gemcache proxy --listen 127.0.0.1:8787
              GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:8787 python my_tool.py

            With --token a caller must show it: as its API key, as a Bearer token, or in x-gemcache-token beside a key of its own. Who shows it \
            and no key asks with the proxy's own key (--key-file, else $GOOGLE_API_KEY or $GEMINI_API_KEY); --share-key lends that key to everyone.

            What it holds and saves is shown under /__gemcache/. To run one program with a proxy of its own: gemcache run -- PROGRAM.
            """)

    @OptionGroup var listening: Listening
    @OptionGroup var options: ProxyOptions

    @Option(help: ArgumentHelp("Let in only who shows this; default $GEMCACHE_TOKEN, else everyone.", valueName: "token"))
    var token: String?

    @Flag(help: "Lend the proxy's own key to callers that have none.")
    var shareKey = false

    func validate() throws {
        if token == "" { throw ValidationError("--token is empty; leave it out, or give a secret of your own.") }
        if let token = shown, !token.utf8.allSatisfy({ (33...126).contains($0) }) {
            throw ValidationError("The token is no word of plain letters, digits and signs, as a header field can carry it.")
        }
        for base in [options.upstream, options.vertexUpstream] {
            if let base, listening.isNamed(by: base, defaultPort: Self.defaultPort) {
                throw ValidationError("\(base) is this proxy itself, which would ask itself for ever; name the API, or another --listen.")
            }
        }
    }

    private static let defaultPort = 8787

    private var shown: String? { token ?? Environment["GEMCACHE_TOKEN"] }

    func run() async throws {
        try await reporting(advice: "What was answered is stored; run it again to go on.", finishes: true) {
            let token = shown
            if options.keyFile != nil, token == nil, !shareKey {
                Console.note(
                    "gemcache: --key-file lends its key to nobody without --token T, for who shows T, or --share-key, for everyone.")
            }
            CoreFiles.forbid()
            try await ProxySession.with(options, lends: token != nil || shareKey) { session in
                let server = session.configuration(name: "gemcache proxy", token: token)
                try await listening.serve(session.door, hits: session.hits, server, defaultPort: Self.defaultPort) { address in
                    guard token == nil, !address.isLoopback else { return }
                    Console.note(
                        "gemcache: other machines can reach this proxy and read what it knows; --token T lets in only who shows T.")
                    if shareKey { Console.note("gemcache: and they can spend its key, because of --share-key.") }
                }
            }
        }
    }
}
