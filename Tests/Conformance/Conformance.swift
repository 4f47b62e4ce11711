import GemCore
import GemMock
import HTTPTypes

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Checks recorded traffic against the mock and the typed models: `conformance [--verbose] FILE.jsonl…`.
@main struct Conformance {
    private var report: Report
    private let mock: MockGemini

    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        do {
            var conformance = Conformance(report: Report(isVerbose: arguments.contains("--verbose")), mock: try MockGemini())
            for path in arguments where path != "--verbose" { try await conformance.check(file: path) }
            conformance.report.summary()
            exit(conformance.report.failed == 0 ? 0 : 1)
        } catch {
            print("conformance: \(error)")
            exit(74)
        }
    }

    private mutating func check(file path: String) async throws {
        var info = stat()
        guard stat(path, &info) == 0 else { throw FileSlice.failure("read", path) }
        let bytes = try FileSlice(path: path, length: Int64(info.st_size)).read()
        for (number, line) in bytes.split(separator: 10).enumerated() {
            let source = "\(path):\(number + 1)"
            if let json = try? JSON(parsing: Array(line)), json.object != nil {
                await check(Recording(json, source: source))
            } else {
                report.fail(.responses, source, "the line is no JSON object")
            }
        }
    }

    private mutating func check(_ recording: Recording) async {
        report.settle(.requests, recording.id, Self.outcome { try Requests.validate(recording) })
        report.settle(.served, recording.id, await Self.outcome { [mock] in try await Requests.serve(recording, mock) })
        switch recording.answer {
        case .failure(let skip): report.settle(.responses, recording.id, skip)
        case .success(let answer):
            let decoded = Responses.decode(answer, recording, &report)
            report.settle(.responses, recording.id, decoded)
            guard case .stream = answer else { return }
            report.settle(.merges, recording.id, Self.outcome { try Merges.check(answer, recording) })
            report.settle(.splits, recording.id, Self.outcome { try Splits.check(answer) })
            report.settle(.replays, recording.id, await Self.outcome { try await Replays.check(answer, recording) })
        }
    }

    /// Why a check did not pass; nil where it did.
    private static func outcome(_ body: () throws -> Void) -> Skip? {
        do { try body() } catch { return (error as? Skip) ?? Skip("\(error)", isFailure: true) }
        return nil
    }

    private static func outcome(_ body: () async throws -> Void) async -> Skip? {
        do { try await body() } catch { return (error as? Skip) ?? Skip("\(error)", isFailure: true) }
        return nil
    }
}
