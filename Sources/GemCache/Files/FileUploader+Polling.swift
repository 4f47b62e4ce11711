public import GemCore
internal import HTTPTypes

extension FileUploader {
    /// Waits until the API has prepared a file, asking with growing pauses.
    ///
    /// Throws `upstream` with the API's reason where it could not, `timeout` when `limits.processing` has passed.
    public func whenActive(
        _ file: UploadedFile, credential: Credential?, onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> UploadedFile {
        let name = file.displayName.isEmpty ? file.name : file.displayName
        return try await whenActive(file, named: name, credential: credential, onProgress: onProgress)
    }

    /// Waits as above, calling the file `name` in progress and errors.
    func whenActive(
        _ file: UploadedFile, named name: String, credential: Credential?, onProgress: (@Sendable (Progress) -> Void)?
    ) async throws(GemError) -> UploadedFile {
        var current = file
        var pause = limits.firstPoll
        var failures = 0
        let deadline = time.now.adding(seconds: limits.processing)
        while current.state != .active {
            guard current.state != .failed else { throw Self.notPrepared(current, name) }
            guard time.now < deadline else {
                throw GemError(
                    .timeout, "Upstream has not prepared \(name) (\(file.name)) in \(Int(limits.processing)) s; ask again later.")
            }
            onProgress?(.processing(name: name))
            try await time.sleep(until: min(time.now.adding(seconds: pause), deadline))
            pause = min(pause * 1.5, max(10, limits.firstPoll))
            do {
                let hash = current.raw["sha256Hash"]
                current = try await look(file.name, credential: credential)
                if current.sha256.isEmpty { current.raw["sha256Hash"] = hash }
                failures = 0
            } catch {
                failures += 1
                let asked = Double(error.upstream?.retryDelayMilliseconds ?? 0) / 1000
                guard error.isPassing, failures < limits.failures, asked <= limits.longestPause else { throw error }
                pause = max(pause, asked)
            }
        }
        onProgress?(.active(name: name))
        return current
    }

    /// What upstream says of a file now.
    func look(_ name: String, credential: Credential?) async throws(GemError) -> UploadedFile {
        var request = Request.get("/v1beta/\(name)")
        request.credential = credential
        request.options.cache = .bypass
        let response = try await transport.send(request)
        guard response.head.status.kind == .successful else { throw await .answered(response, to: "look at \(name)") }
        return try UploadedFile(try await response.json(upTo: 1 << 20, of: name))
    }

    private static func notPrepared(_ file: UploadedFile, _ name: String) -> GemError {
        let reason = file.failure ?? "no reason was given"
        let code = file.raw["error"]?["code"]?.int ?? 0
        return GemError(
            .upstream, "Upstream could not prepare \(name) (\(file.name)): \(reason). Check that the file plays or opens locally.",
            upstream: UpstreamFailure(httpStatus: 200, status: code == 0 ? "" : "FAILED", message: reason))
    }
}

extension GemError {
    /// Whether the same step may well succeed a little later.
    package var isPassing: Bool {
        switch code {
        case .cut, .timeout, .unreachable: true
        default: upstream?.isPassing ?? false
        }
    }
}

extension Response {
    /// Reads a JSON body; throws `upstream` where it is none.
    package func json(upTo limit: Int, of what: String) async throws(GemError) -> JSON {
        let bytes = try await body.collect(upTo: limit)
        do { return try JSON(parsing: bytes) } catch {
            guard let first = bytes.first(where: { !(9...32).contains($0) }) else {
                throw GemError(.upstream, "Upstream's answer about \(what) is empty. Ask again.", cause: error)
            }
            if first == UInt8(ascii: "<") {
                throw GemError(
                    .upstream, "Upstream's answer about \(what) is a web page. Check the base URL, or sign in to the network.", cause: error
                )
            }
            throw GemError(.upstream, "Upstream's answer about \(what) is not JSON: \(error).", cause: error)
        }
    }
}
