import GemCore
import Testing

@testable import GemCore

/// The items of a query that no server of ours knows: what surely means the same is the same, and nothing else.
@Suite struct KeyQueryTests {
    private static let place = "/v1beta/models/m:generateContent?"

    private func form(_ query: String) throws -> CanonicalForm {
        let question = try #require(try Asked(hello, Self.place + query).question())
        return try #require(CanonicalForm(question.canonical))
    }

    @Test func aQueryThatLeavesNoDoubtKeepsItsForm() throws {
        let question = try Asked(hello, Self.place + "b=2&a=x%20y").question()
        let text = String(decoding: question?.canonical ?? [], as: UTF8.self)
        #expect(text.contains(#"#0;?"1:a"3:x y?"1:b"1:2{"#))
    }

    @Test func whatIsInDoubtIsReadBackFromTheForm() throws {
        let query = try form("b=1+2&a=y&a=x").query
        #expect(query.map(\.name) == [.other(Array("a".utf8)), .other(Array("b".utf8))])
        #expect(query.map(\.value) == [.list([.text(Array("y".utf8)), .text(Array("x".utf8))]), .text(Array("1+2".utf8))])
    }

    @Test func anotherOrderOfItemsOfOneNameIsADifference() throws {
        let found = QuestionDifference.all(try form("a=x&a=y"), try form("a=y&a=x"))
        #expect(found.map(\.steps) == [[.query(Array("a".utf8)), .index(0)], [.query(Array("a".utf8)), .index(1)]])
        let plus = QuestionDifference.all(try form("a=b+c"), try form("a=b%2Bc"))
        #expect(plus.map(\.steps) == [[.query(Array("a".utf8))]])
    }
}
