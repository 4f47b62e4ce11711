import GemCore
import GemTesting
import HTTPTypes
import Testing

@testable import GemCache

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where credentials are found, and what each kind sends to get a token.
@Suite struct CredentialsTests {
    private static let ask = CacheLayerTests.ask("hi")

    /// The time that never comes.
    private struct Never: TimeSource {
        var now: Timestamp { Timestamp(microseconds: 0) }
        func sleep(until deadline: Timestamp) async throws(GemError) {
            do { try await Task.sleep(for: .seconds(86_400)) } catch { throw GemError(.cancelled, "cancelled") }
        }
    }

    private static func message(_ body: () throws -> Void) -> String {
        do { try body() } catch let error as GemError { return "\(error)" } catch {}
        return ""
    }

    @Test func aServiceAccountExchangesASignedAssertion() async throws {
        let (time, office) = (ManualTime(), TokenOffice())
        let file = try TemporaryFile(TestKey.serviceAccount("https://tokens.example:8443/give?x=1"), name: "robot.json")
        let found = try CredentialsFile(file.path)
        let token = try await found.grant.fetch(over: office, time: time)
        #expect(token.value == "PLANTED-token-1" && token.expires == time.now.adding(seconds: 3600) && found.project == "the-project")
        let sent = try #require(office.exchanges.first)
        #expect(sent.authority == "tokens.example:8443" && sent.path == "/give?x=1")
        #expect(sent.fields[.contentType] == "application/x-www-form-urlencoded")
        let form = sent.body.split(separator: "&").map { PercentCoding.decode($0) }
        #expect(form[0] == "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer")
        let assertion = form[1].dropFirst("assertion=".count)
        #expect(try TestKey.hasSigned(String(assertion)))
        let parts = try assertion.split(separator: ".").prefix(2).map { try JSON(parsing: Base64Coding.decode($0) ?? []) }
        #expect(parts[0] == ["alg": "RS256", "typ": "JWT", "kid": "key-1"])
        let now = time.now.microseconds / 1_000_000
        #expect(
            parts[1] == [
                "iss": "robot@the-project.iam.gserviceaccount.com", "scope": "https://www.googleapis.com/auth/cloud-platform",
                "aud": "https://tokens.example:8443/give?x=1", "iat": .int(now), "exp": .int(now + 3600),
            ])
    }

    @Test func aUsersRefreshTokenIsExchanged() async throws {
        let office = TokenOffice()
        let file = try TemporaryFile(TestKey.user, name: "user.json")
        _ = try await CredentialsFile(file.path).grant.fetch(over: office, time: ManualTime())
        #expect(office.exchanges[0].authority == "oauth2.googleapis.com")
        #expect(
            office.exchanges[0].body
                == "grant_type=refresh_token&client_id=client&client_secret=PLANTED-client-secret&refresh_token=PLANTED-refresh-token")
    }

    @Test(arguments: [
        (#"{"type":"external_account"}"#, "GOOGLE_ACCESS_TOKEN"), (#"{"type":"external_account_authorized_user"}"#, "GOOGLE_ACCESS_TOKEN"),
        (#"{"type":"impersonated_service_account"}"#, "--impersonate-service-account"), (#"{"type":"gdch_service_account"}"#, "gdch"),
        ("{}", "no type"), ("[]", "no JSON object"), ("PLANTED", "no JSON object"), ("", "empty"),
        (#"{"type":"service_account","client_email":"a@b"}"#, "no private_key"),
        (#"{"type":"authorized_user","client_id":"x","client_secret":"PLANTED"}"#, "no refresh_token"),
        (
            #"{"type":"authorized_user","client_id":"x","client_secret":"PLANTED","refresh_token":"PLANTED","token_uri":"http://evil.example/"}"#,
            "https"
        ),
    ])
    func whatIsNoUsableCredentialsFileIsRefusedWithItsRemedy(text: String, said: String) throws {
        let file = try TemporaryFile(Array(text.utf8), name: "c.json")
        let message = Self.message { _ = try CredentialsFile(file.path) }
        #expect(message.hasPrefix("configuration: ") && message.contains(said) && message.contains(file.path), "\(message)")
        #expect(!message.contains("PLANTED"))
    }

    @Test func aMissingFileAndAKeyThatIsNoneAreTold() async throws {
        #expect(Self.message { _ = try CredentialsFile("/nowhere/x.json") }.contains("There is no file /nowhere/x.json"))
        var json = try JSON(parsing: TestKey.serviceAccount())
        json["private_key"] = "-----BEGIN PRIVATE KEY-----\nPLANTED\n-----END PRIVATE KEY-----"
        let file = try TemporaryFile(json.bytes(), name: "robot.json")
        let grant = try CredentialsFile(file.path).grant
        let error = await #expect(throws: GemError.self) { _ = try await grant.fetch(over: TokenOffice(), time: ManualTime()) }
        #expect(error?.code == .configuration && error?.message.contains(file.path) == true)
        #expect(!"\(error.map { "\($0)" } ?? "")".contains("PLANTED"))
    }

    @Test func theOrderIsThatOfGooglesLibraries() throws {
        let (user, robot) = (
            try TemporaryFile(TestKey.user, name: "application_default_credentials.json"), try TemporaryFile(TestKey.serviceAccount())
        )
        let folder = String(user.path.dropLast("/application_default_credentials.json".count))
        func owner(_ variables: [String: String]) throws -> String {
            try ApplicationDefault(variable: { variables[$0] }, isGoogleMachine: { false }).find().grant.owner
        }
        #expect(try owner(["GOOGLE_APPLICATION_CREDENTIALS": robot.path, "CLOUDSDK_CONFIG": folder]).contains("robot@"))
        #expect(try owner(["CLOUDSDK_CONFIG": folder]) == "your Google account")
        #expect(try owner(["HOME": folder]).contains("this machine"))
        try FileManager.default.createDirectory(atPath: folder + "/.config/gcloud", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: user.path, toPath: folder + "/.config/gcloud/application_default_credentials.json")
        #expect(try owner(["HOME": folder]) == "your Google account")
        #expect(throws: GemError.self) { try owner(["GOOGLE_APPLICATION_CREDENTIALS": "/nowhere", "HOME": folder]) }
    }

    @Test func theMetadataServerIsAskedAsGoogleWants() async throws {
        let office = TokenOffice()
        var grant = MetadataGrant(patience: Never())
        #expect(try await grant.fetch(over: office, time: ManualTime()).value == "PLANTED-token-1")
        let sent = office.exchanges[0]
        #expect(sent.authority == "169.254.169.254" && sent.path == "/computeMetadata/v1/instance/service-accounts/default/token")
        #expect(sent.fields[.init("Metadata-Flavor") ?? .accept] == "Google" && sent.body.isEmpty)
        grant.host = "127.0.0.1:99"
        _ = try await grant.fetch(over: office, time: ManualTime())
        #expect(office.exchanges[1].authority == "127.0.0.1:99")
        office.change { $0.metadataStatus = 404 }
        #expect(await code(grant, office) == .refused)
        office.change { $0.metadataFields = [:] }
        #expect(await code(grant, office) == .unreachable)
    }

    @Test func aMetadataServerThatDoesNotAnswerIsNotWaitedFor() async throws {
        // Its deadline has come as soon as it is asked.
        let grant = MetadataGrant(patience: ManualTime())
        let silent = ScriptedTransport { _ throws(GemError) in
            try await Never().sleep(until: Never().now)
            return Response(HTTPResponse(status: .ok))
        }
        let error = await #expect(throws: GemError.self) { _ = try await grant.fetch(over: silent, time: ManualTime()) }
        #expect(error?.code == .unreachable)
    }

    @Test func withoutAMetadataServerGcloudIsAsked() async throws {
        let office = TokenOffice()
        office.change { $0.failure = GemError(.unreachable, "nobody there") }
        let gcloud = try Self.script("[ \"$*\" = 'auth print-access-token' ] && echo token-of-gcloud")
        func ambient(_ program: [String], isNamed: Bool = false) -> AmbientGrant {
            AmbientGrant(
                metadata: MetadataGrant(patience: Never()), isNamed: isNamed, gcloud: GcloudGrant(program: program), quotaProject: nil)
        }
        #expect(try await ambient(["/bin/sh", gcloud.path]).fetch(over: office, time: ManualTime()).value == "token-of-gcloud")
        #expect(await code(ambient(["/bin/sh", gcloud.path], isNamed: true), office) == .unreachable)
        let error = await #expect(throws: GemError.self) {
            _ = try await ambient(["/nowhere/gcloud"]).fetch(over: office, time: ManualTime())
        }
        #expect(error?.code == .refused)
        for word in ["GOOGLE_ACCESS_TOKEN", "GOOGLE_APPLICATION_CREDENTIALS", "no gcloud", "gcloud auth application-default login"] {
            #expect(error?.message.contains(word) == true)
        }
    }

    @Test(arguments: [
        (
            "echo 'ERROR: (gcloud.auth.print-access-token) You do not currently have an active account selected.' >&2; exit 1",
            "active account", GemError.Code.refused
        ),
        ("echo 'ERROR: problem refreshing: Max retries exceeded' >&2; exit 1", "cannot reach", .unreachable),
        ("echo", "no access token", .refused), ("kill -9 $$", "137", .refused),
        ("head -c 300000 /dev/zero | tr '\\0' x >&2; exit 3", "exit code 3", .refused),
    ])
    func whatGcloudSaysIsTold(script: String, said: String, code: GemError.Code) async throws {
        let file = try Self.script(script)
        let error = await #expect(throws: GemError.self) {
            _ = try await GcloudGrant(program: ["/bin/sh", file.path]).fetch(over: TokenOffice(), time: ManualTime())
        }
        #expect(error?.code == code && error?.message.contains(said) == true, "\(error?.message ?? "")")
    }

    @Test func aCommandThatHangsIsEnded() async throws {
        let file = try Self.script("exec sleep 60")
        #expect(await CommandOutput.of(["/bin/sh", file.path], deadline: 0.05) == .late)
    }

    private func code(_ grant: any TokenGrant, _ office: TokenOffice) async -> GemError.Code? {
        do throws(GemError) { _ = try await grant.fetch(over: office, time: ManualTime()) } catch { return error.code }
        return nil
    }

    /// A program of one line, for a shell: a file that was just written cannot always be run.
    private static func script(_ line: String) throws -> TemporaryFile { try TemporaryFile(Array("\(line)\n".utf8), name: "gcloud") }
}
