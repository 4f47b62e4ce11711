internal import GemCore
internal import HTTPTypes

/// The service account of the Google Cloud machine this runs on, as its metadata server tells it.
struct MetadataGrant: TokenGrant {
    /// Host, and port where it has one.
    var host = Self.address
    /// How long it may take to answer, in seconds; elsewhere than at Google nothing is at its address, and nothing may mean silence.
    var deadline = 1.0
    /// The clock the deadline goes by.
    var patience: any TimeSource = SystemTime()

    /// How long it may take where it is known to be there.
    static let patientDeadline = 10.0
    /// Where every machine of Google's has it; by number, so that no name need be looked up elsewhere.
    static let address = "169.254.169.254"
    private static let path = "/computeMetadata/v1/instance/service-accounts/default/token"

    var identity: [UInt8] { Array("metadata:\(host)".utf8) }
    var owner: String { "this machine's service account" }

    func fetch(over transport: any Transport, time: any TimeSource) async throws(GemError) -> AccessToken {
        var head = HTTPRequest(method: .get, scheme: "http", authority: host, path: Self.path)
        head.headerFields[Self.flavor] = "Google"
        let (request, now) = (Request(head), time.now)
        let answer = try await within(deadline, patience) { () async throws(GemError) in
            let response = try await transport.send(request)
            return (response.head, try await response.body.collect(upTo: 1 << 20))
        }
        guard let (head, body) = answer else {
            throw GemError(.unreachable, "The metadata server \(host) did not answer in \(deadline) s.")
        }
        guard head.headerFields[Self.flavor] == "Google" else {
            throw GemError(.unreachable, "What answers at \(host) is no metadata server of Google Cloud.")
        }
        switch head.status.code {
        case 200: return try TokenEndpoint.token(body, from: "The metadata server", now: now)
        case 404: throw GemError(.refused, "This machine has no service account; give it one, or name a credentials file.")
        default:
            let status = head.status.code
            throw GemError(
                .upstream, "The metadata server answered HTTP \(status) instead of an access token. Try again later.",
                upstream: UpstreamFailure(httpStatus: status, status: "", message: ""))
        }
    }

    private static var flavor: HTTPField.Name { HTTPField.Name("Metadata-Flavor") ?? .accept }
}

/// What `body` gives, or nil where it has not ended in time and was cancelled.
func within<Value: Sendable>(
    _ seconds: Double, _ time: any TimeSource, _ body: @escaping @Sendable () async throws(GemError) -> Value
) async throws(GemError) -> Value? {
    let result = await withTaskGroup(of: Result<Value?, GemError>.self) { group in
        group.addTask {
            do throws(GemError) { return .success(try await body()) } catch { return .failure(error) }
        }
        group.addTask {
            do throws(GemError) { try await time.sleep(until: time.now.adding(seconds: seconds)) } catch { return .failure(error) }
            return .success(nil)
        }
        defer { group.cancelAll() }
        return await group.next() ?? .success(nil)
    }
    return try result.get()
}
