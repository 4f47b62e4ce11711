import GemCache
import GemCore
import GemMock
import Gemini

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Runs the samples: `examples` lists them, `examples NAME…` shows some or `all` of them against the mock, and `examples --check` runs each
/// live, recorded and from the cache, and compares. With GEMINI_API_KEY set, `examples --live NAME…` asks the API itself.
@main
struct Samples {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let names = arguments.filter { !$0.hasPrefix("--") }
        let samples = names.isEmpty || names == ["all"] ? Sample.all : try names.map(named)
        if arguments.contains("--check") {
            try await check(samples)
        } else if names.isEmpty {
            for sample in samples { print(sample.name + String(repeating: " ", count: max(1, 22 - sample.name.count)) + sample.shows) }
        } else {
            try await show(samples, isLive: arguments.contains("--live"))
        }
    }

    private static func named(_ name: String) throws -> Sample {
        guard let sample = Sample.all.first(where: { $0.name == name }) else {
            throw GemError(.usage, "There is no sample \(name); there are \(Sample.all.map(\.name).joined(separator: ", ")).")
        }
        return sample
    }

    private static func show(_ samples: [Sample], isLive: Bool) async throws {
        let key = isLive ? ProcessInfo.processInfo.environment["GEMINI_API_KEY"] ?? "" : "any word will do for the mock"
        guard !key.isEmpty else { throw GemError(.configuration, "Set GEMINI_API_KEY to ask the API itself, or leave out --live.") }
        var options = Stack.Options()
        options.store = isLive ? ".gemcache-live" : ".gemcache-example"
        try await Stack.open(options, over: isLive ? nil : Rounds.mock()) { stack in
            let gemini = Gemini(transport: stack, credential: .apiKey(key))
            for sample in samples {
                print("== \(sample.name): \(sample.shows)")
                try await sample.run(gemini, Page(isShown: true))
            }
        }
    }

    private static func check(_ samples: [Sample]) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gemcache-examples-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (count, differences) = try await Rounds(folder: folder.path).check(samples)
        for difference in differences { print("DIFFERS \(difference)") }
        print("\(count) examples, each asked, replayed and from the cache: \(differences.count) differences")
        if !differences.isEmpty { throw GemError(.internal, "The examples do not say the same each way.") }
    }
}
