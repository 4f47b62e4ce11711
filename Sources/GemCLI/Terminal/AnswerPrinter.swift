import GemCore
import Gemini

/// Prints an answer part by part: its text, the code the model ran as fenced blocks; summaries of its thoughts to standard error.
struct AnswerPrinter {
    private let showsThoughts: Bool
    private var isThinking = false
    private var endsLine = true
    /// Whether anything of the answer was printed.
    private(set) var hasPrinted = false

    init(showsThoughts: Bool) { self.showsThoughts = showsThoughts }

    /// Prints what an answer, or a piece of one, holds; with `cited`, its text with its sources as footnotes.
    mutating func show(_ answer: GenerateContentResponse, cited: Bool = false) {
        guard let candidate = answer.candidates.first(where: { $0.index == 0 }) else { return }
        let text = cited ? (try? answer.citedText)?.description : nil
        for part in candidate.content.parts where text == nil || part.text == nil || part.isThought { show(part) }
        if let text { show(text: text) }
    }

    /// Prints what has come of an answer.
    mutating func show(_ piece: GenerateStream.Piece) {
        switch piece {
        case .text(let text): show(text: text)
        case .thought(let text): show(thought: text)
        case .chunk(let chunk): show(chunk)
        }
    }

    /// Begins one of several answers.
    mutating func begin(_ number: Int, of count: Int) {
        finish()
        write("--- \(number) of \(count) ---\n")
    }

    /// Ends the last line.
    mutating func finish() {
        endThoughts()
        if !endsLine { write("\n") }
    }

    /// Lists the pages the answer rests on.
    func list(_ sources: [CitedText.Source]) {
        guard !sources.isEmpty else { return }
        Console.write("\n")
        for source in sources {
            let line = "[\(source.number)] " + [source.title, source.uri].filter { !$0.isEmpty }.joined(separator: " - ")
            Console.print(Console.outputIsTerminal ? line.printable : line)
        }
    }

    private mutating func show(_ part: Part) {
        if part.isThought {
            show(thought: part.text ?? "")
        } else if let text = part.text {
            show(text: text)
        } else if let code = part.executableCode {
            fence(code.language.lowercased(), code.code)
        } else if let result = part.codeExecutionResult, let output = result.output, !output.isEmpty {
            fence("", output)
        }
    }

    private mutating func show(text: String) {
        guard !text.isEmpty else { return }
        endThoughts()
        write(text)
    }

    private mutating func show(thought text: String) {
        guard showsThoughts, !text.isEmpty else { return }
        isThinking = true
        let text = Console.errorIsTerminal ? text.printable : text
        Console.mark(Console.errorHasColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text)
    }

    private mutating func fence(_ language: String, _ text: String) {
        endThoughts()
        write("\(endsLine ? "" : "\n")```\(language)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")```\n")
    }

    private mutating func endThoughts() {
        if isThinking { Console.mark("\n\n") }
        isThinking = false
    }

    private mutating func write(_ text: String) {
        Console.write(Console.outputIsTerminal ? text.printable : text)
        hasPrinted = true
        endsLine = text.utf8.last == UInt8(ascii: "\n")
    }
}
