/// How commands end: every exit code there is, for the help, the manual page and the tests.
enum ExitStatus {
    /// The codes in order, and what each means.
    static let table: [(code: Int32, meaning: String)] = [
        (0, "answered, or done"), (1, "no answer: blocked or empty"), (64, "wrong command line"), (65, "bad input"),
        (69, "unreachable and not cached, or not recorded"), (70, "internal error"), (74, "store or file could not be read or written"),
        (75, "queued for later; the ticket is printed"), (76, "the API answered with an error, or the connection was cut"),
        (77, "credential or permission refused"), (78, "a setting is missing or wrong"), (130, "interrupted"),
    ]

    /// The table as a help text shows it.
    static var lines: String {
        table.map { row in
            let code = String(row.code)
            return "  " + String(repeating: " ", count: 3 - code.count) + code + "  " + row.meaning
        }.joined(separator: "\n")
    }
}
