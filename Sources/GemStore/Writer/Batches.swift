internal import CLMDB
internal import GemCore

/// Turns waiting jobs into LMDB transactions; lives on the writer's thread.
struct Batches {
    private let core: StoreCore
    /// More jobs than this wait for the next transaction, so that none grows without bound.
    private static let most = 1024

    init(_ core: StoreCore) { self.core = core }

    /// Commits the jobs, and with them what waits in memory, in as few transactions as possible, and tells every caller.
    func commit(_ jobs: [any Job]) {
        var rest = jobs[...]
        repeat {
            var batch = Array(rest.prefix(Self.most))
            rest = rest.dropFirst(Self.most)
            let notes = core.pending.take()
            if !notes.isEmpty { batch.append(FlushJob(core: core, notes: notes)) }
            if batch.isEmpty { return }
            let eviction = core.options.maxBytes.map { EvictJob(maxBytes: $0) }
            if let eviction { batch.append(eviction) }
            settle(batch)
            // By now every caller has been told.
            while rest.isEmpty, let eviction, eviction.isUnfinished { settle([eviction]) }
        } while !rest.isEmpty
    }

    /// Commits one batch. A job that throws after it has changed something costs one repetition, in which each job has a child transaction of its own.
    private func settle(_ jobs: [any Job]) {
        var isolated = false
        while true {
            switch attempt(jobs, isolated: isolated) {
            case .committed(let errors, let dropped):
                if !dropped.isEmpty { removeBlobs(dropped) }
                for (job, error) in zip(jobs, errors) { job.finish(error) }
                return
            case .spoiled:
                isolated = true
            case .full:
                do throws(GemError) { try core.environment.grow() } catch { return fail(jobs, error) }
            case .failed where jobs.count > 1:
                settle(Array(jobs[..<(jobs.count / 2)]))
                return settle(Array(jobs[(jobs.count / 2)...]))
            case .failed(let code):
                return fail(jobs, .store(code, "write to the store", at: core.environment.path))
            case .refused(let error):
                return fail(jobs, error)
            }
        }
    }

    private enum Outcome {
        /// Committed but for the jobs that have an error; `dropped` names blobs without a reference.
        case committed([GemError?], dropped: [Digest])
        /// A job threw and has left changes behind: all must run again.
        case spoiled
        /// The map is full.
        case full
        /// LMDB refused a change; with fewer jobs, those without part in it may succeed.
        case failed(Int32)
        /// The transaction did not begin, or did not become durable.
        case refused(GemError)
    }

    private func attempt(_ jobs: [any Job], isolated: Bool) -> Outcome {
        let txn: OpaquePointer
        do throws(GemError) { txn = try core.environment.begin(readOnly: false) } catch { return .refused(error) }
        var errors: [GemError?] = []
        var tally: [String: Int64] = [:]
        var dropped: [Digest] = []
        var growth: Int64 = 0
        for job in jobs {
            let run = runJob(job, txn, growth, isolated: isolated)
            if run.fault != MDB_SUCCESS || (run.error != nil && run.hasWritten && !isolated) {
                core.environment.abort(txn)
                return run.fault == MDB_SUCCESS ? .spoiled : run.fault == MDB_MAP_FULL ? .full : .failed(run.fault)
            }
            errors.append(run.error)
            if run.error == nil {
                tally.merge(run.tally) { $0 &+ $1 }
                dropped += run.dropped
                growth &+= run.growth
            }
        }
        tally[Transaction.bytes] = growth
        var code = writeTally(tally, txn)
        if code == MDB_SUCCESS {
            code = core.environment.commit(txn)
        } else {
            core.environment.abort(txn)
        }
        switch code {
        case MDB_SUCCESS: return .committed(errors, dropped: dropped)
        case MDB_MAP_FULL: return .full
        default: return .refused(.store(code, "write to the store", at: core.environment.path))
        }
    }

    private struct Run {
        var error: GemError?
        var hasWritten = false
        var fault = MDB_SUCCESS
        var tally: [String: Int64] = [:]
        var dropped: [Digest] = []
        var growth: Int64 = 0
    }

    private func runJob(_ job: any Job, _ parent: OpaquePointer, _ growth: Int64, isolated: Bool) -> Run {
        var run = Run()
        guard let txn = isolated ? core.environment.beginChild(of: parent) : parent else {
            run.fault = MDB_BAD_TXN
            return run
        }
        var transaction = Transaction(Snapshot(txn: txn, core: core), growthBefore: growth)
        do throws(GemError) {
            try job.run(&transaction)
            try transaction.recount()
        } catch { run.error = error }
        (run.hasWritten, run.fault) = (transaction.hasWritten, transaction.fault)
        (run.tally, run.dropped, run.growth) = (transaction.tally, transaction.dropped, transaction.growth)
        guard isolated else { return run }
        if run.error != nil || run.fault != MDB_SUCCESS {
            mdb_txn_abort(txn)
        } else {
            run.fault = mdb_txn_commit(txn)
        }
        return run
    }

    private func writeTally(_ tally: [String: Int64], _ txn: OpaquePointer) -> Int32 {
        var transaction = Transaction(Snapshot(txn: txn, core: core))
        do throws(GemError) {
            for (name, number) in tally where number != 0 { try transaction.addNow(name, number) }
            try transaction.recount()
        } catch { return transaction.fault }
        return MDB_SUCCESS
    }

    private func fail(_ jobs: [any Job], _ error: GemError) {
        for job in jobs { job.finish(error) }
    }

    /// Removes files that no row names any more; within a write transaction, so that no process names them again meanwhile.
    private func removeBlobs(_ digests: [Digest]) {
        guard let txn = try? core.environment.begin(readOnly: false) else { return }
        defer { core.environment.abort(txn) }
        let snapshot = Snapshot(txn: txn, core: core)
        for digest in digests where snapshot.references(to: digest) == nil { core.blobs.remove(digest) }
    }
}
