internal import GemCore
internal import Synchronization

/// A batch of Vertex: it reads and writes Cloud Storage or BigQuery, which the mock never touches, so only its states are true.
struct BatchJob: Sendable {
    /// Grows with each job made.
    var number: UInt64
    /// `projects/P/locations/L/batchPredictionJobs/N`.
    var name: String
    /// `displayName`, `model`, `inputConfig`, `outputConfig` as they were sent.
    var given: JSON
    var createTime: Timestamp
    /// How long it takes; half of it, it is queued.
    var seconds: Double
    var cancelTime: Timestamp?

    private var startTime: Timestamp { createTime.moved(seconds: seconds / 2) }
    private var endTime: Timestamp { cancelTime ?? createTime.moved(seconds: seconds) }

    /// Whether nothing can change any more.
    func isOver(at now: Timestamp) -> Bool { now >= endTime }

    /// The resource as Vertex prints it.
    func json(at now: Timestamp) -> JSON {
        let (isOver, isStarted) = (isOver(at: now), now >= startTime && (cancelTime.map { $0 >= startTime } ?? true))
        let isDone = isOver && cancelTime == nil
        let state = isOver ? (isDone ? "SUCCEEDED" : "CANCELLED") : isStarted ? "RUNNING" : "PENDING"
        let prefix = given.field("outputConfig")?.field("gcsDestination")?.text(of: "outputUriPrefix") ?? ""
        let table = given.field("outputConfig")?.field("bigqueryDestination")?.text(of: "outputUri") ?? ""
        let output: JSON? =
            !prefix.isEmpty
            ? ["gcsOutputDirectory": .string("\(prefix)/prediction-model-\(createTime)")]
            : table.isEmpty ? nil : ["bigqueryOutputTable": .string(table)]
        return .members([
            "name": .string(name), "displayName": given.field("displayName"), "model": given.field("model"),
            "inputConfig": given.field("inputConfig"), "outputConfig": given.field("outputConfig"), "outputInfo": isDone ? output : nil,
            "state": .string("JOB_STATE_" + state), "createTime": .string(createTime.description),
            "startTime": isStarted ? .string(startTime.description) : nil, "endTime": isOver ? .string(endTime.description) : nil,
            "updateTime": .string((isOver ? endTime : isStarted ? startTime : createTime).description), "modelVersionId": "1",
        ])
    }
}

/// The Vertex batches of one mock.
final class BatchJobShelf: Sendable {
    private let state = Mutex<(jobs: [BatchJob], count: UInt64)>(([], 0))

    func add(_ make: (UInt64) -> BatchJob) -> BatchJob {
        state.withLock { state in
            state.count += 1
            let job = make(state.count)
            state.jobs.append(job)
            if state.jobs.count > 1000 { state.jobs.removeFirst() }
            return job
        }
    }

    /// All jobs, newest first.
    var jobs: [BatchJob] { state.withLock { $0.jobs.reversed() } }

    func replace(_ job: BatchJob) {
        state.withLock { state in
            if let index = state.jobs.firstIndex(where: { $0.number == job.number }) { state.jobs[index] = job }
        }
    }

    func remove(_ job: BatchJob) { state.withLock { $0.jobs.removeAll { $0.number == job.number } } }

    /// Forgets all jobs.
    func reset() { state.withLock { $0 = ([], 0) } }
}
