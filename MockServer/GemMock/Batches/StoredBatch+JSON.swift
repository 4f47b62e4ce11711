internal import GemCore

/// How the API prints batches.
extension StoredBatch {
    private static let package = "type.googleapis.com/google.ai.generativelanguage.v1main."

    /// The long-running operation that `batches.get` gives.
    func operation(at now: Timestamp) -> JSON { operation(state(at: now)) }

    /// The operation as `batchGenerateContent` answers it.
    var accepted: JSON { operation(.pending) }

    private func operation(_ state: State) -> JSON {
        let type = JSON.string(Self.package + kind.noun + "Batch")
        let metadata = JSON.Object([.init("@type", type)] + (resource(state).object?.members ?? []))
        let response = output(state).map { output in
            let type = JSON.string(Self.package + kind.noun + "BatchOutput")
            return JSON.object(JSON.Object([.init("@type", type)] + (output.object?.members ?? [])))
        }
        return .members([
            "name": .string(name), "metadata": .object(metadata), "done": state.isEnd ? true : nil,
            "error": error(state)?.rpcStatus, "response": response,
        ])
    }

    /// The batch itself, as an update answers it.
    func resource(_ state: State) -> JSON {
        let isEnd = state.isEnd
        var file: JSON?
        if case .file(let name, _) = input { file = ["fileName": .string(name)] }
        return .members([
            "model": .string("models/" + model), "displayName": displayName.isEmpty ? nil : .string(displayName), "inputConfig": file,
            "output": output(state), "createTime": .string(createTime.precise(162)),
            "endTime": isEnd ? .string(endTime.precise(187)) : nil,
            "updateTime": .string(isEnd ? endTime.precise(227) : createTime.precise(162)), "batchStats": stats(state),
            "state": .string(state.rawValue), "priority": priority.map { .string(String($0)) }, "name": .string(name),
        ])
    }

    private func stats(_ state: State) -> JSON {
        func count(_ value: Int) -> JSON? { value == 0 ? nil : .string(String(value)) }
        let failed = state == .succeeded ? failedCount : state == .failed ? requestCount : 0
        return .members([
            "requestCount": count(requestCount), "successfulRequestCount": count(state == .succeeded ? requestCount - failed : 0),
            "failedRequestCount": count(failed), "pendingRequestCount": count(state.isEnd ? 0 : requestCount),
        ])
    }

    private func output(_ state: State) -> JSON? {
        guard state == .succeeded else { return nil }
        switch outcome {
        case .inline(let answers): return ["inlinedResponses": ["inlinedResponses": .array(answers)]]
        case .file(let name): return ["responsesFile": .string(name)]
        default: return nil
        }
    }

    private func error(_ state: State) -> APIFailure? {
        switch state {
        case .failed:
            guard case .failed(let message) = outcome else { return nil }
            return .invalid(message)
        case .cancelled: return .standard(499)
        case .expired:
            return APIFailure(code: 504, status: "DEADLINE_EXCEEDED", message: "The batch expired before it was completed.")
        default: return nil
        }
    }
}

extension APIFailure {
    private static let names = [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
        "UNAUTHENTICATED",
    ]

    /// The failure as a `google.rpc.Status`, whose code is not HTTP's.
    var rpcStatus: JSON {
        .members([
            "code": .int(Self.names.firstIndex(of: status) ?? 2), "message": .string(message),
            "details": details.isEmpty ? nil : .array(details),
        ])
    }
}
