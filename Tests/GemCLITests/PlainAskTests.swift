import ArgumentParser
import Testing

@testable import GemCLI

/// A line with none but common options is not parsed; what is made of it must be what the parser would make.
@Suite struct PlainAskTests {
    @Test(arguments: [
        ["Why is the sky blue?"], ["What is this?", "a.png", "b c.png"], [""], ["help"], ["ask", "ask"], ["--json", "a"], ["a", "-q"],
        ["--quiet", "a", "--stats", "b", "--no-stream"], ["a", "--search", "--thoughts", "--refresh"], ["a", "--no-store", "--vertex"],
        ["-m", "gemini-2.5-pro", "a", "--system", "Be short.", "b.png"], ["a", "--model", "", "--schema", "s.json", "--save", "t u.json"],
        ["a", "--cassette", "c.json", "--namespace", "n", "--store", "/s", "--base-url", "http://h"],
        ["a", "--project", "p", "--location", "l"],
    ])
    func plainLinesAreReadAsTheParserReadsThem(words: [String]) throws {
        let plain = try #require(AskCommand.plain(["ask"] + words))
        let parsed = try #require(try GemcacheCommand.parseAsRoot(["ask"] + words) as? AskCommand)
        let (mine, theirs) = (values(of: plain), values(of: parsed))
        #expect(mine == theirs)
        #expect(mine.count > 20)
        #expect(!mine.values.contains("unset"))
        #expect(mine["prompt"] == theirs["prompt"] && mine["prompt"]?.hasPrefix("\"") == true)
    }

    @Test(arguments: [
        [], ["ask"], ["embed", "a"], ["ask", "--json"], ["ask", "-"], ["ask", "--", "a"], ["--help"], ["ask", "a", "--help"],
        ["ask", "a", "--model"], ["ask", "a", "--model", "--json"], ["ask", "a", "--model=b"], ["ask", "a", "-qm", "b"], ["ask", "a", "-"],
        ["ask", "a", "--refresh", "--no-store"], ["ask", "a", "-m", "b", "-m", "c"], ["ask", "a", "--temperature", "1"],
        ["ask", "a", "--jsno"],
    ])
    func everyOtherLineIsLeftToTheParser(line: [String]) { #expect(AskCommand.plain(line) == nil) }

    /// The values behind the property wrappers, option groups unfolded: `endpoint.storage.store: nil`.
    private func values(of arguments: Any, at place: String = "") -> [String: String] {
        var found: [String: String] = [:]
        for property in Mirror(reflecting: arguments).children {
            guard let label = property.label, label.hasPrefix("_") else { continue }
            let name = place + label.dropFirst()
            guard let parsed = Mirror(reflecting: property.value).descendant("_parsedValue"),
                let state = Mirror(reflecting: parsed).children.first, state.label == "value"
            else {
                found[name] = "unset"
                continue
            }
            if state.value is any ParsableArguments {
                found.merge(values(of: state.value, at: name + ".")) { first, _ in first }
            } else {
                found[name] = String(reflecting: state.value)
            }
        }
        return found
    }
}
