import ArgumentParser
import GemCache
import GemCore
import Gemini

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Runs a command's body and turns its error into a message on standard error and the exit code of the table.
///
/// An interrupt ends it at once and says how to go on, which is `advice`; with `finishes` the body sees to its own end, and it is said afterwards.
func reporting(
    json: Bool = false, advice: String = "Run it again.", finishes: Bool = false, _ body: () async throws -> Void
) async throws {
    do {
        if finishes { try await body() } else { try await leavingOnInterrupt(json: json, advice: advice, body) }
        // A server that is told to end has done its work.
        if finishes, Interrupted.signal == SIGINT { leave(by: SIGINT, json: json, advice: advice) }
        try Console.check()
    } catch let error as GemError {
        if finishes, error.code == .cancelled, Interrupted.signal != 0 { leave(by: Interrupted.signal, json: json, advice: advice) }
        report(error, json: json)
        throw ExitCode(error.code.exitCode)
    }
}

/// Prints an error: a queued request's ticket on standard output, everything else on standard error.
func report(_ error: GemError, json: Bool) {
    let error = error.withRemedy
    if json {
        Console.print(
            .members([
                "error": .members([
                    "code": .string(error.code.name), "message": .string(error.message),
                    "httpStatus": error.upstream.map { .int($0.httpStatus) }, "status": error.upstream.map { .string($0.status) },
                    "retryDelayMs": error.upstream?.retryDelayMilliseconds.map { .int($0) },
                    "details": error.upstream.flatMap { $0.rawDetails.isEmpty ? nil : .array($0.rawDetails) },
                    "blockReason": error.noAnswer?.blockReason.map { .string($0.rawValue) },
                    "finishReason": error.noAnswer?.finishReason.map { .string($0.rawValue) },
                    "safetyRatings": error.noAnswer.flatMap { $0.ratings.isEmpty ? nil : .array($0.ratings.map(\.json)) },
                ]), "ticket": error.ticket.map(JSON.string),
            ]))
        return
    }
    if let ticket = error.ticket {
        Console.print("queued \(ticket)")
        Console.note("gemcache: the API cannot be reached; `gemcache sync` sends the question when it can.")
        if error.cause is QueuedWithoutCredential {
            Console.note("gemcache: no API key is set, which the API wants: set GEMINI_API_KEY before.")
        }
    } else {
        let said = ["gemcache: \(error.message)"] + (error.cause.map { ["  cause: \($0)"] } ?? [])
        for line in said { Console.note(Console.errorIsTerminal ? line.printable : line) }
    }
}
