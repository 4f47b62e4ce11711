import ArgumentParser
import GemCore

/// `gemcache help --man`: prints the manual page.
struct ManCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "man", abstract: "Print the manual page.")

    func run() async throws { try await reporting { Console.write(try ManPage.text()) } }
}

/// The manual page, made of what the parser knows of the commands.
enum ManPage {
    /// The page, for `man -l` or a file `gemcache.1`.
    static func text() throws(GemError) -> String {
        var dump = ""
        do { _ = try GemcacheCommand.parseAsRoot(["--experimental-dump-help"]) } catch { dump = GemcacheCommand.fullMessage(for: error) }
        guard let root = try? JSON(parsing: dump)["command"] else {
            throw GemError(.internal, "The parser does not tell what the commands are; this is a bug.")
        }
        var page = Page()
        page.root(root)
        return page.lines.joined(separator: "\n") + "\n"
    }

    private struct Page {
        var lines: [String] = []

        mutating func root(_ command: JSON) {
            let name = command["commandName"]?.string ?? "gemcache"
            lines = [
                ".TH \"\(name.uppercased())\" \"1\" \"\" \"\(name) \(GemcacheCommand.configuration.version)\" \"User Commands\"",
                ".SH NAME", "\(name) \\- \(Self.escaped(command["abstract"]?.string ?? ""))", ".SH SYNOPSIS", ".B \(name)",
                "\\fIcommand\\fR [\\fIoption\\fR \\&...]", ".SH DESCRIPTION",
            ]
            discussion(command)
            lines.append(".SH COMMANDS")
            for below in subcommands(command) { self.command(below, name) }
            lines.append(".SH EXIT STATUS")
            for (code, meaning) in ManPage.exitCodes { lines += [".TP", ".B \(code)", Self.escaped(meaning)] }
            lines += [".SH SEE ALSO", "docs/Architecture.md, docs/Caching.md and docs/Proxy.md of the source."]
        }

        private mutating func command(_ command: JSON, _ path: String) {
            let name = "\(path) \(command["commandName"]?.string ?? "")"
            let arguments = (command["arguments"]?.array ?? []).filter { $0["shouldDisplay"]?.bool != false }
            let positions = arguments.filter { $0["kind"]?.string == "positional" }.map { argument -> String in
                let word = "\\fI\(Self.escaped(argument["valueName"]?.string ?? "argument"))\\fR"
                let many = argument["isRepeating"]?.bool == true ? " \\&..." : ""
                return argument["isOptional"]?.bool == true ? "[\(word)\(many)]" : word + many
            }
            lines += [
                ".SS \"\(name)\"", ".B \(Self.escaped(name))", (["[\\fIoption\\fR \\&...]"] + positions).joined(separator: " "), ".PP",
            ]
            lines.append(Self.escaped(command["abstract"]?.string ?? ""))
            discussion(command)
            for argument in arguments where !["help", "version"].contains(argument["valueName"]?.string) { self.argument(argument) }
            for below in subcommands(command) { self.command(below, name) }
        }

        private func subcommands(_ command: JSON) -> [JSON] {
            (command["subcommands"]?.array ?? []).filter { $0["commandName"]?.string != "help" }
        }

        private mutating func argument(_ argument: JSON) {
            guard let help = argument["abstract"]?.string else { return }
            let value = argument["valueName"]?.string ?? ""
            let names = (argument["names"]?.array ?? []).compactMap { name -> String? in
                guard let text = name["name"]?.string else { return nil }
                return Self.escaped((name["kind"]?.string == "short" ? "-" : "--") + text)
            }
            let term =
                switch argument["kind"]?.string {
                case "positional": "\\fI\(Self.escaped(value))\\fR"
                case "option": "\\fB\(names.joined(separator: ", "))\\fR \\fI\(Self.escaped(value))\\fR"
                default: "\\fB\(names.joined(separator: ", "))\\fR"
                }
            let preset = argument["defaultValue"]?.string.map { " (default: \($0))" } ?? ""
            lines += [".TP", term, Self.escaped(help + preset)]
        }

        /// Paragraphs, and examples as they stand.
        private mutating func discussion(_ command: JSON) {
            var isExample = false
            for line in (command["discussion"]?.string ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("  ") != isExample, !line.isEmpty {
                    isExample.toggle()
                    lines += isExample ? [".PP", ".nf", ".RS"] : [".RE", ".fi", ".PP"]
                }
                if line.isEmpty {
                    if !isExample { lines.append(".PP") }
                } else {
                    lines.append(Self.escaped(isExample ? String(line.drop { $0 == " " }) : String(line)))
                }
            }
            if isExample { lines += [".RE", ".fi"] }
        }

        /// Text as roff shows it as it is.
        static func escaped(_ text: String) -> String {
            let flat = text.split(separator: "\n").joined(separator: " ")
            let plain = flat.map { character in
                switch character {
                case "\\": "\\e"
                case "-": "\\-"
                case "\"": "\\(dq"
                case "'": "\\(aq"
                case "`": "\\(ga"
                case "…": "..."
                default: String(character)
                }
            }.joined()
            return plain.hasPrefix(".") ? "\\&" + plain : plain
        }
    }

    /// The table of docs/Architecture.md.
    private static let exitCodes: [(Int, String)] = [
        (0, "Answered."), (1, "No answer: blocked or empty."), (64, "Wrong command line."), (65, "Bad input."),
        (69, "Unreachable and not cached, or not recorded."), (70, "Internal error."), (74, "Store or file could not be read or written."),
        (75, "Queued for later; the ticket is printed."), (76, "The API answered with an error, or the connection was cut."),
        (77, "Credential or permission refused."), (78, "A setting is missing or wrong."), (130, "Cancelled."),
    ]
}
