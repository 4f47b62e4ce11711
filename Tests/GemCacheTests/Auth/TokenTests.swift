import GemCassette
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

@testable import GemCache

/// When access tokens are fetched, how often, and where they never go.
@Suite struct TokenTests {
    private static func user(_ time: ManualTime) throws -> (Credential, TemporaryFile) {
        let file = try TemporaryFile(TestKey.user, name: "user.json")
        return (.tokens(RefreshingTokens(try CredentialsFile(file.path).grant, time: time)), file)
    }

    private static func ask(_ prompt: String, _ credential: Credential) -> Request {
        var request = CacheLayerTests.ask(prompt)
        request.head.path = "/v1beta1/projects/p/locations/l/publishers/google/models/m:generateContent"
        request.credential = credential
        return request
    }

    @Test func oneTokenServesUntilFiveMinutesBeforeItsEnd() async throws {
        let (time, office) = (ManualTime(), TokenOffice())
        let api = office.wrapped(by: AuthLayer())
        let (credential, _) = try Self.user(time)
        for _ in 0..<3 { _ = try await api.send(Self.ask("hi", credential)) }
        time.advance(seconds: 3299)
        _ = try await api.send(Self.ask("hi", credential))
        #expect(office.given == 1)
        time.advance(seconds: 2)
        _ = try await api.send(Self.ask("hi", credential))
        #expect(office.tokensSeen == Array(repeating: "PLANTED-token-1", count: 4) + ["PLANTED-token-2"])
        #expect(office.fieldsSeen[0][.googUserProject] == "the-quota")
    }

    @Test func manyRequestsAtOnceShareOneFetch() async throws {
        let (time, gate) = (ManualTime(), Signal())
        let office = TokenOffice(gate: gate)
        let api = office.wrapped(by: AuthLayer())
        let (credential, _) = try Self.user(time)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<20 { group.addTask { _ = try await api.send(Self.ask("\(index)", credential)) } }
            while office.exchanges.isEmpty { await Task.yield() }
            gate.raise()
            try await group.waitForAll()
        }
        #expect(office.exchanges.count == 1 && office.tokensSeen.count == 20)
    }

    @Test func aRefusedTokenIsReplacedOnceAndTheRequestSentAgain() async throws {
        let (time, office) = (ManualTime(), TokenOffice())
        let api = office.wrapped(by: AuthLayer())
        let (credential, _) = try Self.user(time)
        _ = try await api.send(Self.ask("hi", credential))
        office.change { $0.firstValid = 2 }
        #expect(try await api.send(Self.ask("hi", credential)).head.status == .ok)
        #expect(office.tokensSeen.suffix(2) == ["PLANTED-token-1", "PLANTED-token-2"])
        office.change { $0.firstValid = 99 }
        let refusal = try await api.send(Self.ask("hi", credential))
        #expect(refusal.head.status == .unauthorized && office.given == 3)
        #expect(try await !CacheLayerTests.text(refusal).contains("PLANTED"))
    }

    @Test func anAPIKeyOrAGivenTokenIsNotAskedForAgain() async throws {
        let office = TokenOffice()
        let response = try await office.wrapped(by: AuthLayer()).send(Self.ask("hi", .bearer("mine")))
        #expect(response.head.status == .unauthorized && office.exchanges.isEmpty && office.tokensSeen == ["mine"])
    }

    @Test func aTokenWhoseReplacementFailsIsUsedWhileItLives() async throws {
        let (time, office) = (ManualTime(), TokenOffice())
        let api = office.wrapped(by: AuthLayer())
        let (credential, _) = try Self.user(time)
        _ = try await api.send(Self.ask("hi", credential))
        office.change { $0.failure = GemError(.unreachable, "no network") }
        time.advance(seconds: 3400)
        _ = try await api.send(Self.ask("hi", credential))
        time.advance(seconds: 190)
        let error = await #expect(throws: GemError.self) { _ = try await api.send(Self.ask("hi", credential)) }
        #expect(error?.code == .unreachable && office.tokensSeen.count == 2)
    }

    @Test func aFailureThatPassesIsTriedAgain() async throws {
        let (time, office) = (ManualTime(), TokenOffice())
        office.change { $0.refusal = (503, "{}") }
        let (credential, _) = try Self.user(time)
        let error = await #expect(throws: GemError.self) { _ = try await office.wrapped(by: AuthLayer()).send(Self.ask("hi", credential)) }
        #expect(error?.code == .upstream && office.exchanges.count == RefreshingTokens.attempts)
    }

    @Test func aRefusalIsToldWithItsReasonAndNoSecret() async throws {
        let (time, office) = (ManualTime(), TokenOffice())
        let assertion = String(repeating: "eyJhbGciOiJSUzI1NiJ9", count: 3)
        office.change {
            $0.refusal = (
                400, #"{"error":"invalid_grant","error_description":"Token \#(assertion) has been expired or revoked.","sent":"PLANTED"}"#
            )
        }
        let (credential, _) = try Self.user(time)
        let error = await #expect(throws: GemError.self) { _ = try await office.wrapped(by: AuthLayer()).send(Self.ask("hi", credential)) }
        #expect(error?.code == .refused && office.exchanges.count == 1)
        let message = error.map { "\($0)" } ?? ""
        #expect(
            message.contains("invalid_grant: Token … has been expired or revoked.") && message.contains("gcloud auth application-default"))
        #expect(!message.contains("eyJ") && !message.contains("PLANTED"))
    }

    @Test(arguments: [
        "{}", #"{"access_token":""}"#, #"{"access_token":"a\r\nX-Evil: 1"}"#, #"{"access_token":7}"#, "no JSON", "",
    ])
    func anAnswerWithoutAUsableTokenIsAnError(body: String) async throws {
        let office = TokenOffice()
        office.change { $0.refusal = (200, body) }
        let (credential, _) = try Self.user(ManualTime())
        let error = await #expect(throws: GemError.self) { _ = try await office.wrapped(by: AuthLayer()).send(Self.ask("hi", credential)) }
        #expect(error?.code == .upstream && office.tokensSeen.isEmpty)
    }

    @Test func aKnownQuestionNeedsNoToken() async throws {
        try await TemporaryStore.with { store in
            let office = TokenOffice()
            let stack = CacheLayerTests.stack(store, office)
            let (credential, _) = try Self.user(ManualTime())
            _ = try await stack.send(Self.ask("hi", credential))
            let (other, _) = try Self.user(ManualTime())
            office.change { $0.failure = GemError(.unreachable, "no network") }
            #expect(try await stack.send(Self.ask("hi", other)).cacheStatus?.outcome == .hit)
            #expect(office.given == 1)
        }
    }

    @Test func whereNoTokenCanBeFetchedTheQuestionWaitsAndIsSentLater() async throws {
        try await TemporaryStore.with { store in
            let office = TokenOffice()
            office.change { $0.failure = GemError(.unreachable, "no network") }
            let stack = CacheLayerTests.stack(store, office)
            var request = Self.ask("later", try Self.user(ManualTime()).0)
            request.options.offline = .queue
            let queued = request
            let error = await #expect(throws: GemError.self) { _ = try await stack.send(queued) }
            #expect(error?.code == .queued)
            office.change { $0.failure = nil }
            // Another process, and another token: the same account.
            let summary = try await stack.sync.run(credential: try Self.user(ManualTime()).0)
            #expect(summary.answered == 1)
        }
    }

    @Test func neitherTokensNorWhatTheyAreMadeOfAreWritten() async throws {
        try await TemporaryFolder.with { folder in
            try await TemporaryStore.with { store in
                let office = TokenOffice()
                let path = folder + "/cassette.json"
                let cassette = try Cassette.open(path, mode: .all, resolver: store)
                var settings = Stack.Settings(store: store)
                settings.cassette = CassetteLayer(cassette, mode: .all)
                let lines = LogLines()
                settings.log = { lines.add($0.description) }
                let stack = Stack(office, settings)
                let (credential, _) = try Self.user(ManualTime())
                _ = try await stack.send(Self.ask("hi", credential))
                office.change { $0.firstValid = 99 }
                _ = try? await stack.send(Self.ask("again", credential))
                await stack.drain()
                try cassette.save()
                #expect(office.given >= 2)
                #expect(try !FileSearch.contains("PLANTED", under: folder) && !FileSearch.contains("PLANTED", under: store.path))
                #expect(!lines.text.contains("PLANTED"))
                #expect("\(credential)" == "<redacted>" && String(reflecting: credential) == "<redacted>")
                var dumped = ""
                dump(credential, to: &dumped)
                #expect(!dumped.contains("PLANTED"))
            }
        }
    }

    @Test func theScopeOfAnAccountStaysTheSameFromTokenToToken() throws {
        let salt: [UInt8] = [1, 2, 3]
        let robot = try TemporaryFile(TestKey.serviceAccount(), name: "robot.json")
        func scope(_ grant: any TokenGrant) -> CredentialScope {
            CredentialScope(.tokens(RefreshingTokens(grant)), salt: salt)
        }
        let file = try TemporaryFile(TestKey.user, name: "other.json")
        let user = try scope(CredentialsFile(file.path).grant)
        #expect(user == CredentialScope(try Self.user(ManualTime()).0, salt: salt))
        let account = try scope(CredentialsFile(robot.path).grant)
        #expect(Set([user, account, scope(GcloudGrant()), scope(MetadataGrant())]).count == 4)
    }
}

/// Lines of a log, for looking at later.
private final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var text: String { lines.withLock { $0.joined(separator: "\n") } }
}
