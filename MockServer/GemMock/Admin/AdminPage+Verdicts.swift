internal import GemCore
internal import HTTPTypes

/// What the clients did wrong.
extension AdminPage {
    static var verdictPages: [AdminPage] {
        [
            AdminPage(method: .get, path: "verdicts", words: "what the clients did that they should not, with the requests that show it") {
                call in
                .page(call.mock.report)
            },
            AdminPage(method: .post, path: "report", words: "write the report to the file of --report now") { call in
                guard let write = call.mock.options.onReport else {
                    throw APIFailure(
                        code: 400, status: "FAILED_PRECONDITION", message: "There is no file to write to; start with --report FILE.")
                }
                try write(call.mock.report)
                return .done
            },
        ]
    }
}
