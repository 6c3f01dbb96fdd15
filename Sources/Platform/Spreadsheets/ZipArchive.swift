import CZip

/// A zip archive in memory, read through its central directory by libzip. Not Sendable: libzip's handles belong to one thread at a time.
final class ZipArchive {
    private let archive: OpaquePointer
    /// libzip reads from it as long as the archive is open.
    private let memory: UnsafeMutableRawBufferPointer
    private let limits: SpreadsheetLimits
    /// Bytes inflated so far, from all parts together.
    private var inflated = 0

    init(_ bytes: [UInt8], limits: SpreadsheetLimits) throws(SpreadsheetError) {
        self.limits = limits
        memory = .allocate(byteCount: bytes.count, alignment: 1)
        memory.copyBytes(from: bytes)
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = zip_source_buffer_create(memory.baseAddress, UInt64(bytes.count), 0, &error) else {
            memory.deallocate()
            throw .broken(part: "", row: nil)
        }
        guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            memory.deallocate()
            throw .broken(part: "", row: nil)
        }
        self.archive = archive
        // From here on deinit frees both.
        guard zip_get_num_entries(archive, 0) <= Int64(limits.entries) else { throw .tooManyEntries(most: limits.entries) }
    }

    deinit {
        zip_discard(archive)
        memory.deallocate()
    }

    func contains(_ part: String) -> Bool { zip_name_locate(archive, part, zip_flags_t(ZIP_FL_NOCASE)) >= 0 }

    /// Opens a part for reading; nil when there is none of that name. What it declares is checked here, what it really holds while reading.
    func open(_ part: String) throws(SpreadsheetError) -> ZipPart? {
        let index = zip_name_locate(archive, part, zip_flags_t(ZIP_FL_NOCASE))
        guard index >= 0 else { return nil }
        var stat = zip_stat_t()
        zip_stat_init(&stat)
        guard zip_stat_index(archive, UInt64(index), 0, &stat) == 0, stat.valid & UInt64(ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE) != 0 else {
            throw .broken(part: part, row: nil)
        }
        guard stat.encryption_method == UInt16(ZIP_EM_NONE) else { throw .encrypted }
        guard stat.size <= UInt64(limits.inflatedBytes) else { throw .inflatesTooMuch(part: part, most: limits.inflatedBytes) }
        let packed = Int(clamping: stat.comp_size)
        try check(part, inflated: Int(stat.size), packed: packed)
        guard let file = zip_fopen_index(archive, UInt64(index), 0) else { throw .broken(part: part, row: nil) }
        return ZipPart(name: part, declared: Int(stat.size), packed: packed, file: file, archive: self)
    }

    /// Counts what came out of a part, and stops a bomb while it goes off.
    fileprivate func count(_ bytes: Int, of part: ZipPart) throws(SpreadsheetError) {
        inflated += bytes
        guard inflated <= limits.inflatedBytes else { throw .inflatesTooMuch(part: part.name, most: limits.inflatedBytes) }
        try check(part.name, inflated: part.inflated, packed: part.packed)
    }

    private func check(_ part: String, inflated: Int, packed: Int) throws(SpreadsheetError) {
        guard inflated <= limits.ratioFrom || inflated / max(packed, 1) <= limits.ratio else {
            throw .suspiciousRatio(part: part, most: limits.ratio)
        }
    }
}

/// One part of an archive, inflated piece by piece. It keeps its archive alive.
final class ZipPart {
    let name: String
    /// What the directory says; only for progress.
    let declared: Int
    fileprivate let packed: Int
    private(set) var inflated = 0
    private let file: OpaquePointer
    private let archive: ZipArchive

    fileprivate init(name: String, declared: Int, packed: Int, file: OpaquePointer, archive: ZipArchive) {
        (self.name, self.declared, self.packed, self.file, self.archive) = (name, declared, packed, file, archive)
    }

    deinit { zip_fclose(file) }

    /// Fills the buffer from its start; 0 at the end, where libzip has compared the checksum.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SpreadsheetError) -> Int {
        let count = Int(zip_fread(file, buffer.baseAddress, UInt64(buffer.count)))
        guard count >= 0 else { throw .broken(part: name, row: nil) }
        inflated += count
        try archive.count(count, of: self)
        return count
    }
}
