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
        var page = Page()
        page.root(try commands())
        page.tidy()
        return page.lines.joined(separator: "\n") + "\n"
    }

    /// What the parser knows of the root command.
    static func commands() throws(GemError) -> JSON {
        var dump = ""
        do { _ = try GemcacheCommand.parseAsRoot(["--experimental-dump-help"]) } catch { dump = GemcacheCommand.fullMessage(for: error) }
        guard let root = try? JSON(parsing: dump)["command"] else {
            throw GemError(.internal, "The parser does not tell what the commands are; this is a bug.")
        }
        return root
    }

    private struct Page {
        var lines: [String] = []
        /// The options that many commands share, by their sections, in the order they are met.
        private var sections: [(title: String, arguments: [JSON])] = []

        mutating func root(_ command: JSON) {
            let name = command["commandName"]?.string ?? "gemcache"
            lines = [
                ".TH \"\(name.uppercased())\" \"1\" \"\(GemcacheCommand.date)\" \"\(name) \(GemcacheCommand.configuration.version)\" \"User Commands\"",
                ".SH NAME", "\(name) \\- \(Self.escaped(command["abstract"]?.string ?? ""))", ".SH SYNOPSIS", ".B \(name)",
                "\\fIcommand\\fR [\\fIoption\\fR \\&...]", ".SH DESCRIPTION",
            ]
            // The codes have a section of their own.
            discussion(command["discussion"]?.string.flatMap { $0.split(separator: "\nExit codes:").first.map(String.init) } ?? "")
            lines.append(".SH COMMANDS")
            for below in subcommands(command) { self.command(below, name) }
            for section in sections {
                lines.append(".SH \"\(section.title.uppercased())\"")
                for argument in section.arguments { self.argument(argument) }
            }
            lines.append(".SH EXIT STATUS")
            for (code, meaning) in ExitStatus.table {
                lines += [".TP", ".B \(code)", Self.escaped(meaning.prefix(1).uppercased() + meaning.dropFirst() + ".")]
            }
            lines += [".SH SEE ALSO", "docs/Client.md, docs/Caching.md and docs/Proxy.md of the source."]
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
            discussion(command["discussion"]?.string ?? "")
            var shared: [String] = []
            let names = Set(arguments.compactMap { $0["valueName"]?.string })
            for argument in arguments where !["help", "version"].contains(argument["valueName"]?.string) {
                // What a flag turns off stands beside what it turns on.
                if let name = argument["valueName"]?.string, name.hasPrefix("no-"), names.contains(String(name.dropFirst(3))) { continue }
                var argument = argument
                if let name = argument["valueName"]?.string, names.contains("no-" + name) {
                    argument["names"] = .array((argument["names"]?.array ?? []) + [["kind": "long", "name": .string("no-" + name)]])
                }
                guard let title = argument["sectionTitle"]?.string else {
                    self.argument(argument)
                    continue
                }
                if !shared.contains(title) { shared.append(title) }
                share(argument, title)
            }
            if !shared.isEmpty {
                lines += [".PP", "Takes what stands under \(shared.map { $0.uppercased() }.joined(separator: ", ")) as well."]
            }
            for below in subcommands(command) { self.command(below, name) }
        }

        /// Keeps an option for the section of those that are shared.
        private mutating func share(_ argument: JSON, _ title: String) {
            guard let index = sections.firstIndex(where: { $0.title == title }) else {
                return sections.append((title, [argument]))
            }
            if !sections[index].arguments.contains(argument) { sections[index].arguments.append(argument) }
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
        private mutating func discussion(_ text: String) {
            var isExample = false
            lines.append(".PP")
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
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

        /// Leaves out marks of paragraphs that follow one another, or stand where none is needed.
        mutating func tidy() {
            var tidied: [String] = []
            for line in lines {
                let isMark = line == ".PP"
                if isMark, let last = tidied.last, last == ".PP" || last.hasPrefix(".S") { continue }
                if line.hasPrefix(".S") || line == ".TP", tidied.last == ".PP" { tidied.removeLast() }
                tidied.append(line)
            }
            lines = tidied
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
}
