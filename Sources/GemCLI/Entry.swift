import ArgumentParser
import GemCore

/// Starts a command: parses the command line, runs it, and ends the process with its exit code.
public enum Entry {
    /// Runs `gemcache`.
    public static func gemcache() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let garbled = GarbledArgument.complaint(arguments, bytes: GarbledArgument.bytes) { refuse(garbled, arguments) }
        if let plain = AskCommand.plain(arguments) { return await run(plain) }
        if let dashed = DashedName.complaint(arguments) { refuse(dashed, arguments) }
        if arguments == ["help", "--man"] { return await run(ManCommand.self, []) }
        if let mistyping = Mistyping(arguments) { refuse(mistyping, arguments) }
        await run(GemcacheCommand.self, arguments)
    }

    /// Runs `gemcache-mock`.
    public static func mock() async { await run(MockCommand.self, Array(CommandLine.arguments.dropFirst())) }

    private static func run<Command: AsyncParsableCommand>(_ type: Command.Type, _ arguments: [String]) async {
        StandardStreams.prepare()
        do {
            var command = try type.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            if wantsJSON(arguments), type.exitCode(for: error) == .validationFailure {
                report(GemError(.usage, type.message(for: error)), json: true)
            }
            type.exit(withError: error)
        }
    }

    private static func run(_ plain: AskCommand) async {
        StandardStreams.prepare()
        do { try await plain.run() } catch { GemcacheCommand.exit(withError: error) }
    }

    private static func refuse(_ error: GemError, _ arguments: [String]) -> Never {
        report(error, json: wantsJSON(arguments))
        GemcacheCommand.exit(withError: ExitCode(error.code.exitCode))
    }

    private static func refuse(_ mistyping: Mistyping, _ arguments: [String]) -> Never {
        if wantsJSON(arguments) { report(GemError(.usage, mistyping.complaint), json: true) }
        Console.note(
            "Error: \(mistyping.complaint)\nUsage: \(mistyping.place) <subcommand>\n  See '\(mistyping.place) --help' for more information."
        )
        GemcacheCommand.exit(withError: ExitCode.validationFailure)
    }

    private static func wantsJSON(_ arguments: [String]) -> Bool { arguments.prefix { $0 != "--" }.contains("--json") }
}
