import GemCore
import HTTPTypes
import Testing

@testable import GemStore

@Suite struct NearestTests {
    let folder = Folder()

    private func question(_ text: String) throws -> Question {
        let body = #"{"content":{"parts":[{"text":"\#(text)"}]}}"#
        return try #require(
            try Question.read(method: .post, path: "/v1beta/models/gemini-embedding-2:embedContent", body: Array(body.utf8)))
    }

    private func put(_ vectors: [(String, [Float])], _ store: Store) async throws {
        let records = try vectors.map { name, values in
            let question = try question(name)
            return VectorRecord(
                key: question.key, canonical: question.canonical, values: values, model: "gemini-embedding-2", created: start)
        }
        try await store.write { (transaction) throws(GemError) in for record in records { try transaction.putVector(record) } }
    }

    @Test func theNearestStoredVectorsAreFoundWhereTheyLie() async throws {
        let store = try folder.open()
        try await put([("a", [1, 0, 0]), ("b", [0, 1, 0]), ("c", [2, 1, 0]), ("short", [1, 0])], store)
        let query = VectorQuery([1, 0, 0])
        let questions = try ["b", "unknown", "c", "short", "a"].map(question)
        let found = try store.read { (snapshot) throws(GemError) in snapshot.nearest(to: query, among: questions, k: 2) }
        #expect(found.matches.map(\.index) == [4, 2])
        #expect(found.missing == [1, 3])
        let all = try store.read { (snapshot) throws(GemError) in snapshot.nearest(to: query, model: "gemini-embedding-2", k: 10) }
        #expect(all.map(\.key) == [questions[4].key, questions[2].key, questions[0].key])
        #expect(try store.read { (snapshot) throws(GemError) in snapshot.nearest(to: query, model: "another", k: 10).count } == 0)
    }

    @Test func anotherQuestionsVectorUnderTheSameKeyIsMissing() async throws {
        let store = try folder.open()
        let question = try question("a")
        let record = VectorRecord(
            key: question.key, canonical: [1, 2, 3], values: [1, 0, 0], model: "gemini-embedding-2", created: start)
        try await store.write { (transaction) throws(GemError) in try transaction.putVector(record) }
        let found = try store.read { (snapshot) throws(GemError) in snapshot.nearest(to: VectorQuery([1, 0, 0]), among: [question], k: 1) }
        #expect(found.matches.isEmpty && found.missing == [0])
    }
}
