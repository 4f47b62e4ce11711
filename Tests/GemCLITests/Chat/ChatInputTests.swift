import Testing

@testable import GemCLI

/// What typed lines mean.
@Suite struct ChatInputTests {
    @Test(arguments: [
        ("hello", ChatInput.say("hello")), ("  two  words ", .say("  two  words ")), ("", .nothing), (" \t", .nothing),
        ("//etc is what?", .say("/etc is what?")),
        ("/file a b.png ", .file("a b.png")), ("/file 'a b.png'", .file("a b.png")), ("/file a\\ b.png", .file("a b.png")),
        ("/model", .model(nil)), ("/model gemini-2.5-pro", .model("gemini-2.5-pro")), ("/system", .system(nil)),
        ("/system Be brief.", .system("Be brief.")), ("/SAVE out.md", .save("out.md")), ("/undo", .undo), ("/retry", .retry),
        ("/context", .context(nil)), ("/context cachedContents/a", .context("cachedContents/a")), ("/history", .history), ("/help", .help),
        ("/quit", .quit), ("/q", .quit),
    ])
    func linesAreRead(line: String, input: ChatInput) { #expect(ChatInput(line) == input) }

    @Test(arguments: [("/file", "/file PATH"), ("/save", "/save FILE"), ("/modle x", "/model"), ("/zzzzz", "/help")])
    func mistakesSayWhatToType(line: String, advice: String) {
        guard case .mistake(let text) = ChatInput(line) else {
            Issue.record("\(line) is no mistake")
            return
        }
        #expect(text.contains(advice))
    }
}
