internal import GemCore
internal import HTTPTypes

/// What is answered.
extension AdminPage {
    static var fixturePages: [AdminPage] {
        [
            AdminPage(method: .get, path: "fixtures", words: "every fixture with its uses, and the files that could not be read again") {
                call in
                .page([
                    "fixtures": .array(call.mock.fixtureUses.map(\.json)), "problems": .array(call.mock.fixtureProblems.map(\.json)),
                ])
            },
            AdminPage(method: .post, path: "fixtures", words: "add a fixture, or a list of them, before the folder's") { call in
                for json in call.json.array?.reversed() ?? [call.json] { try call.mock.enqueue(.fixture(json)) }
                return .done
            },
        ]
    }
}
