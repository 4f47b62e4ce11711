package import GemCore

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
        try BlobFolder.syncFolder(folder)
    }
}
