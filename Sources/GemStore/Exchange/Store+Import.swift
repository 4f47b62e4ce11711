package import GemCore

/// What an import did.
package struct Imported: Sendable, Hashable {
    /// What was new, or newer than what was there.
    package var added = ExportCounts()
    /// What was there already, as new or newer.
    package var kept = ExportCounts()
}

extension Store {
    /// Takes in what an export holds; what is there already stays where it is as new or newer, unless `replacing`.
    ///
    /// The whole file is checked before anything is changed: one that is cut, damaged or newer than this gemcache is refused. Memory stays bounded.
    /// `onProgress` is told the bytes read of twice the file's length: once for the check, once for the work.
    package func importing(
        _ path: String, replacing: Bool = false, onProgress: (Int64, Int64) -> Void = { _, _ in }
    ) throws(GemError) -> Imported {
        try requireWriting()
        var check = try ExportReader(path)
        let total = check.length * 2
        while let part = try check.next() {
            if case .entry(let entry) = part { try check.checkPayload(entry, path) }
            onProgress(check.offset, total)
        }
        var reader = try ExportReader(path)
        var imported = Imported()
        var batch: [ImportedPart] = []
        var weight = 0
        func land() throws(GemError) {
            let parts = batch
            (batch, weight) = ([], 0)
            let some = try writeAndWait { (transaction) throws(GemError) in try transaction.take(parts, replacing) }
            imported.added.add(some.added)
            imported.kept.add(some.kept)
        }
        while let part = try reader.next() {
            let (taken, count) = try taken(part, &reader, path)
            batch.append(taken)
            weight += count
            if batch.count >= 256 || weight > 4 << 20 {
                try land()
                onProgress(check.length + reader.offset, total)
            }
        }
        try land()
        onProgress(total, total)
        return imported
    }

    /// A part with its payload: in memory where it is small, else in a blob.
    private func taken(
        _ part: ExportReader.Part, _ reader: inout ExportReader, _ path: String
    ) throws(GemError) -> (ImportedPart, Int) {
        switch part {
        case .name(let name): return (.name(name), 64)
        case .vector(let vector): return (.vector(vector), vector.values.count * 4 + vector.canonical.count)
        case .entry(let entry):
            var record = entry.record
            guard entry.length > core.options.blobThreshold else {
                while record.payload.count < Int(entry.length) { record.payload += try reader.payload() }
                guard Digest(of: record.payload) == entry.digest else { throw Self.changed(path) }
                return (.entry(record), record.payload.count + record.canonical.count)
            }
            let file = try core.blobs.newFile()
            var hasher = Digest.Hasher()
            var length = Int64(0)
            while length < entry.length {
                let piece = try reader.payload()
                hasher.update(piece)
                try file.write(piece)
                length += Int64(piece.count)
            }
            guard hasher.digest() == entry.digest else { throw Self.changed(path) }
            try core.blobs.finish(file, entry.digest)
            record.staged = StagedBlob(digest: entry.digest, length: entry.length)
            return (.entry(record), record.canonical.count)
        }
    }

    fileprivate static func changed(_ path: String) -> GemError {
        GemError(.badInput, "\(path) changed while it was imported, or an answer in it is damaged; copy it again.")
    }
}

extension ExportReader {
    /// Reads an entry's payload and compares it with its hash.
    fileprivate mutating func checkPayload(_ entry: ExportedEntry, _ path: String) throws(GemError) {
        var hasher = Digest.Hasher()
        var length = Int64(0)
        while length < entry.length {
            let piece = try payload()
            hasher.update(piece)
            length += Int64(piece.count)
        }
        guard hasher.digest() == entry.digest else {
            throw GemError(
                .badInput,
                "\(path) is damaged: the answer with the key \(entry.record.key) is not as it was written; copy it again, nothing was imported."
            )
        }
    }
}

private enum ImportedPart: Sendable {
    case name(ExportedName)
    case entry(EntryRecord)
    case vector(VectorRecord)
}

extension ExportCounts {
    fileprivate mutating func add(_ other: ExportCounts) {
        names += other.names
        entries += other.entries
        vectors += other.vectors
    }
}

extension Transaction {
    fileprivate mutating func take(_ parts: [ImportedPart], _ replacing: Bool) throws(GemError) -> Imported {
        var imported = Imported()
        for part in parts {
            switch part {
            case .name(let name):
                if try take(name, replacing) { imported.added.names += 1 } else { imported.kept.names += 1 }
            case .entry(let record):
                let there = snapshot.created(record.key, record.variant)
                if let there, there >= record.created, !replacing {
                    imported.kept.entries += 1
                } else {
                    try putEntry(record)
                    imported.added.entries += 1
                }
            case .vector(let record):
                let there = snapshot.withVector(record.key) { $0.created }
                if let there, there >= record.created, !replacing {
                    imported.kept.vectors += 1
                } else {
                    try putVector(record)
                    imported.added.vectors += 1
                }
            }
        }
        return imported
    }

    private mutating func take(_ name: ExportedName, _ replacing: Bool) throws(GemError) -> Bool {
        switch name {
        case .name(let row, let name, let content):
            if !replacing, snapshot.content(ofFile: row) != nil { return false }
            try putContent(ofFile: name, uri: row == name ? "" : row, content)
        case .alias(let hash, let digest):
            if !replacing, snapshot.digest(ofSHA256: hash) != nil { return false }
            try putAlias(sha256: hash, digest)
        case .media(let content):
            guard case .digest(let digest) = content.identity else { return false }
            if !replacing, snapshot.media(digest) != nil { return false }
            try putMedia(digest, mimeType: content.mimeType, length: content.length)
        case .cachedContent(let name, let canonical):
            if !replacing, snapshot.canonical(ofCachedContent: name) != nil { return false }
            try putCachedContent(name, canonical: canonical)
        }
        return true
    }
}

extension Snapshot {
    /// When a sound answer was stored.
    fileprivate func created(_ key: RequestKey, _ variant: Route.API) -> Timestamp? { withEntry(key, variant) { $0.created } }
}
