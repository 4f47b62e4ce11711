import GemCore
import Testing

@Suite struct JSONDifferenceTests {
    private func first(_ left: String, _ right: String) throws -> JSONDifference? {
        try JSONDifference.first(JSON(parsing: left), JSON(parsing: right))
    }

    @Test func theFirstDifferenceIsNamedByItsPath() throws {
        let found = try first(#"{"a":1,"b":[{"c":"x"},{"c":"y"}]}"#, #"{"a":1,"b":[{"c":"x"},{"c":"z"}]}"#)
        #expect(found == JSONDifference(path: "b[1].c", left: "y", right: "z"))
    }

    @Test(arguments: [
        (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#), ("[1.0]", "[1]"), ("[1e2]", "[100]"), (#"["a"]"#, #"["\u0061"]"#),
    ])
    func orderOfMembersAndSpellingAreNoDifference(left: String, right: String) throws {
        #expect(try first(left, right) == nil)
    }

    @Test func stringsThatOnlyLookTheSameDiffer() throws {
        #expect(try first("\"\u{e9}\"", "\"e\u{301}\"") != nil)
        #expect(try first("9007199254740993", "9007199254740992") != nil)
    }

    @Test func whatOneSideLacksIsAbsent() throws {
        #expect(try first(#"{"a":null}"#, "{}") == JSONDifference(path: "a", left: .null, right: nil))
        #expect(try first("{}", #"{"a b":1}"#) == JSONDifference(path: #"["a b"]"#, left: nil, right: 1))
        #expect(try first("[1]", "[1,2]") == JSONDifference(path: "[1]", left: nil, right: 2))
    }

    @Test func allDifferencesAreCountedUpToALimit() throws {
        let (left, right) = (try JSON(parsing: "[1,2,3,4]"), try JSON(parsing: "[0,0,3,0]"))
        #expect(JSONDifference.all(left, right, upTo: 10).map(\.path) == ["[0]", "[1]", "[3]"])
        #expect(JSONDifference.all(left, right, upTo: 2).count == 2)
    }

    @Test func longTextsAreShownWhereTheyPart() {
        let common = String(repeating: "same ", count: 100)
        let difference = JSONDifference(path: "text", left: .string(common + "left"), right: .string(common + "right"))
        let (left, right) = difference.excerpts(width: 40)
        #expect(left.contains("left") && right.contains("right"))
        #expect(left.count < 45 && right.count < 45)
        #expect(left.hasPrefix("…"))
    }

    @Test func shorteningKeepsCharactersWhole() {
        let common = String(repeating: "é", count: 50)
        for extra in 0..<4 {
            let lead = String(repeating: "x", count: extra) + common
            let (left, right) = JSONDifference(path: "", left: .string(lead + "日本"), right: .string(lead + "語")).excerpts(width: 30)
            #expect(!left.contains("\u{FFFD}") && !right.contains("\u{FFFD}"))
            #expect(left.contains("日") && right.contains("語"))
        }
    }

    @Test func shortValuesAreShownWhole() {
        let (left, right) = JSONDifference(path: "", left: ["a": 1], right: nil).excerpts()
        #expect(left == "{\"a\":1}")
        #expect(right == "absent")
    }
}
