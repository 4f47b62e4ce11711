package import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension Store {
    /// Writes a compacted copy of the store into a new folder, which can be opened as a store.
    package func compact(to folder: String) throws(GemError) {
        try BlobFolder.makeFolder(folder)
        try core.environment.copy(to: folder)
        let copy = BlobFolder(path: folder + "/blobs", time: time)
        try BlobFolder.makeFolder(copy.path)
        for file in core.blobs.files() {
            guard let digest = Digest(file.name) else { continue }
            try copy.keep(fileAt: core.blobs.path(of: digest), digest: digest, length: file.length)
        }
        try BlobFolder.protect(folder + "/data.mdb")
        try BlobFolder.syncFile(folder + "/data.mdb")
        try BlobFolder.syncFolder(folder)
    }

    /// Compacts a store in its place, which must be open nowhere: its data file is copied without the room that removed rows left, and the copy takes its name.
    ///
    /// Answers the data file's size before and after. Whatever ends it half way leaves the old file; blobs stay as they are.
    package static func compact(at path: String, _ options: Options = Options(), time: any TimeSource = SystemTime()) throws(GemError) -> (
        before: Int64, after: Int64
    ) {
        guard access(path + "/data.mdb", F_OK) == 0 else { throw .store(ENOENT, "compact the store", at: path) }
        let alone = try UseLock(path, .alone)
        defer { withExtendedLifetime(alone) {} }
        let (file, folder) = (path + "/data.mdb", path + "/.compact")
        removeCopy(folder)
        defer { removeCopy(folder) }
        let before = BlobFolder.diskBytes(file)
        try BlobFolder.makeFolder(folder)
        var options = options
        options.isAlone = true
        let store = try Store.open(at: path, options, time: time)
        let copied = Result { () throws(GemError) in try store.core.environment.copy(to: folder) }
        store.close()
        try copied.get()
        try BlobFolder.protect(folder + "/data.mdb")
        try BlobFolder.syncFile(folder + "/data.mdb", options.fault)
        if let code = options.fault?(.nameFile), code != 0 { throw .store(code, "name a file", at: file) }
        guard rename(folder + "/data.mdb", file) == 0 else { throw .file("name a file", file) }
        try BlobFolder.syncFolder(path)
        return (before, BlobFolder.diskBytes(file))
    }

    /// Removes what a compaction made, or left when it was ended half way.
    private static func removeCopy(_ folder: String) {
        for name in ["/data.mdb", "/lock.mdb"] { unlink(folder + name) }
        rmdir(folder)
    }
}
