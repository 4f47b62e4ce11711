import ArgumentParser
import GemCore

/// Runs a command's body and turns its error into a message on standard error and the exit code of the table.
///
/// With `advice` an interrupt ends it at once and says how to go on.
func reporting(json: Bool = false, advice: String? = nil, _ body: () async throws -> Void) async throws {
    do {
        if let advice {
            try await leavingOnInterrupt(json: json, advice: advice, body)
        } else {
            try await body()
        }
        try Console.check()
    } catch let error as GemError {
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
                ]), "ticket": error.ticket.map(JSON.string),
            ]))
        return
    }
    if let ticket = error.ticket {
        Console.print("queued \(ticket)")
        Console.note("gemcache: the API cannot be reached; `gemcache sync` sends the question when it can.")
    } else {
        Console.note("gemcache: \(error.message)")
        if let cause = error.cause { Console.note("  cause: \(cause)") }
    }
}
