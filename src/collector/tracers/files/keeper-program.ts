/**
 * The keeper: a program without libc that answers the notifications of a seccomp filter in place of a recorder that is
 * gone (seccomp_unotify(2)). Descriptor 0 is a pipe from the recorder, 1 the listener, 2 the page into which the recorder
 * receives. Its source, in C:
 *
 *     chdir("/");
 *     close_range(3, ~0, 0);                    // what Node did not mark close-on-exec
 *     while (read(0, buffer, 1) == 1);          // until the recorder's end of the pipe is closed
 *     pread(2, buffer, 8, 0);                   // what the recorder had received, and perhaps not answered
 *     answer: ioctl(1, SECCOMP_IOCTL_NOTIF_SEND, { .id = buffer, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE });
 *     next: memset(buffer, 0, 80);
 *     poll({ 1, POLLIN }, 1, -1);
 *     if (revents & (POLLHUP | POLLNVAL)) exit_group(0);  // nobody uses the filter any more
 *     if (!(revents & POLLIN)) goto next;
 *     if (ioctl(1, SECCOMP_IOCTL_NOTIF_RECV, buffer) == 0) goto answer; else goto next;
 */
// prettier-ignore
const X64 = `
  48 81 ec 00 01 00 00     sub rsp, 256
  c7 04 24 2f 00 00 00     mov dword [rsp], "/"
  48 89 e7                 mov rdi, rsp
  b8 50 00 00 00           mov eax, SYS_chdir
  0f 05                    syscall
  b8 b4 01 00 00           mov eax, SYS_close_range
  bf 03 00 00 00           mov edi, 3
  be ff ff ff ff           mov esi, -1
  31 d2                    xor edx, edx
  0f 05                    syscall
  31 c0                    xor eax, eax  read:
  31 ff                    xor edi, edi
  48 89 e6                 mov rsi, rsp
  ba 01 00 00 00           mov edx, 1
  0f 05                    syscall
  48 83 f8 01              cmp rax, 1
  74 ec                    je read
  b8 11 00 00 00           mov eax, SYS_pread64
  bf 02 00 00 00           mov edi, 2
  48 89 e6                 mov rsi, rsp
  ba 08 00 00 00           mov edx, 8
  45 31 d2                 xor r10d, r10d
  0f 05                    syscall
  48 8b 04 24              mov rax, [rsp]  answer:
  48 89 44 24 60           mov [rsp+96], rax
  31 c0                    xor eax, eax
  48 89 44 24 68           mov [rsp+104], rax
  89 44 24 70              mov [rsp+112], eax
  ff c0                    inc eax
  89 44 24 74              mov [rsp+116], eax
  48 8d 54 24 60           lea rdx, [rsp+96]
  be 01 21 18 c0           mov esi, SECCOMP_IOCTL_NOTIF_SEND
  bf 01 00 00 00           mov edi, 1
  b8 10 00 00 00           mov eax, SYS_ioctl
  0f 05                    syscall
  48 89 e7                 mov rdi, rsp  next:
  31 c0                    xor eax, eax
  b9 0a 00 00 00           mov ecx, 10
  f3 48 ab                 rep stosq
  48 8d bc 24 80 00 00 00  lea rdi, [rsp+128]
  c7 07 01 00 00 00        mov dword [rdi], 1
  c7 47 04 01 00 00 00     mov dword [rdi+4], POLLIN
  be 01 00 00 00           mov esi, 1
  48 c7 c2 ff ff ff ff     mov rdx, -1
  b8 07 00 00 00           mov eax, SYS_poll
  0f 05                    syscall
  f6 84 24 86 00 00 00 30  test byte [rsp+134], POLLHUP | POLLNVAL
  75 29                    jne done
  f6 84 24 86 00 00 00 01  test byte [rsp+134], POLLIN
  74 b7                    je next
  48 89 e2                 mov rdx, rsp
  be 00 21 50 c0           mov esi, SECCOMP_IOCTL_NOTIF_RECV
  bf 01 00 00 00           mov edi, 1
  b8 10 00 00 00           mov eax, SYS_ioctl
  0f 05                    syscall
  48 85 c0                 test rax, rax
  0f 84 6a ff ff ff        je answer
  eb 98                    jmp next
  31 ff                    xor edi, edi  done:
  b8 e7 00 00 00           mov eax, SYS_exit_group
  0f 05                    syscall`

// prettier-ignore
const ARM64 = `
  ff 03 04 d1  sub sp, sp, 256
  e9 05 80 d2  mov x9, "/"
  e9 03 00 f9  str x9, [sp]
  e0 03 00 91  mov x0, sp
  28 06 80 d2  mov x8, SYS_chdir
  01 00 00 d4  svc 0
  60 00 80 d2  mov x0, 3
  01 00 80 12  mov w1, -1
  02 00 80 d2  mov x2, 0
  88 36 80 d2  mov x8, SYS_close_range
  01 00 00 d4  svc 0
  00 00 80 d2  mov x0, 0  read:
  e1 03 00 91  mov x1, sp
  22 00 80 d2  mov x2, 1
  e8 07 80 d2  mov x8, SYS_read
  01 00 00 d4  svc 0
  1f 04 00 f1  cmp x0, 1
  40 ff ff 54  b.eq read
  40 00 80 d2  mov x0, 2
  e1 03 00 91  mov x1, sp
  02 01 80 d2  mov x2, 8
  03 00 80 d2  mov x3, 0
  68 08 80 d2  mov x8, SYS_pread64
  01 00 00 d4  svc 0
  e9 03 40 f9  ldr x9, [sp]  answer:
  e9 7f 06 a9  stp x9, xzr, [sp, 96]
  29 00 c0 d2  mov x9, 1 << 32
  e9 3b 00 f9  str x9, [sp, 112]
  20 00 80 d2  mov x0, 1
  21 20 84 52  mov w1, SECCOMP_IOCTL_NOTIF_SEND
  01 03 b8 72  movk w1, its upper half
  e2 83 01 91  add x2, sp, 96
  a8 03 80 d2  mov x8, SYS_ioctl
  01 00 00 d4  svc 0
  ff 7f 00 a9  stp xzr, xzr, [sp]  next:
  ff 7f 01 a9  stp xzr, xzr, [sp, 16]
  ff 7f 02 a9  stp xzr, xzr, [sp, 32]
  ff 7f 03 a9  stp xzr, xzr, [sp, 48]
  ff 7f 04 a9  stp xzr, xzr, [sp, 64]
  29 00 80 d2  mov x9, 1
  29 00 c0 f2  movk x9, POLLIN, lsl 32
  e9 43 00 f9  str x9, [sp, 128]
  e0 03 02 91  add x0, sp, 128
  21 00 80 d2  mov x1, 1
  02 00 80 d2  mov x2, 0
  03 00 80 d2  mov x3, 0
  04 00 80 d2  mov x4, 0
  28 09 80 d2  mov x8, SYS_ppoll
  01 00 00 d4  svc 0
  e9 0f 41 79  ldrh w9, [sp, 134]
  3f 05 1c 72  tst w9, POLLHUP | POLLNVAL
  41 01 00 54  b.ne done
  c9 fd 07 36  tbz w9, POLLIN, next
  20 00 80 d2  mov x0, 1
  01 20 84 52  mov w1, SECCOMP_IOCTL_NOTIF_RECV
  01 0a b8 72  movk w1, its upper half
  e2 03 00 91  mov x2, sp
  a8 03 80 d2  mov x8, SYS_ioctl
  01 00 00 d4  svc 0
  a0 fb ff b4  cbz x0, answer
  e6 ff ff 17  b next
  00 00 80 d2  mov x0, 0  done:
  c8 0b 80 d2  mov x8, SYS_exit_group
  01 00 00 d4  svc 0`

/** The processors that have a keeper: its instructions, and the number of the processor in ELF (elf(5), `e_machine`). */
const MACHINES: Partial<Record<string, { readonly code: Buffer; readonly machine: number }>> = {
  x64: { code: bytesOf(X64), machine: 62 },
  arm64: { code: bytesOf(ARM64), machine: 183 },
}

function bytesOf(listing: string): Buffer {
  const lines = listing.trim().split('\n')
  return Buffer.from(
    lines.map((line) => /^\s*((?:[0-9a-f]{2} )+)/.exec(line)![1]!.replaceAll(' ', '')).join(''),
    'hex',
  )
}

const HEADER_BYTES = 64
const SEGMENT_BYTES = 56
/** Where it is loaded; any page above the lowest ones would do. */
const ADDRESS = 0x400000n

/** The keeper as an executable file for this processor, less than 1 kB. @returns undefined if there is none */
export function keeperProgram(arch: string = process.arch): Buffer | undefined {
  const found = MACHINES[arch]
  if (!found) return undefined
  const { code, machine } = found
  const start = HEADER_BYTES + SEGMENT_BYTES
  const file = Buffer.alloc(start + code.length)
  // e_ident: 64 bits, little endian, version 1.
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  file.writeUInt16LE(2, 16) // e_type: ET_EXEC
  file.writeUInt16LE(machine, 18)
  file.writeUInt32LE(1, 20) // e_version
  file.writeBigUInt64LE(ADDRESS + BigInt(start), 24) // e_entry
  file.writeBigUInt64LE(BigInt(HEADER_BYTES), 32) // e_phoff
  file.writeUInt16LE(HEADER_BYTES, 52) // e_ehsize
  file.writeUInt16LE(SEGMENT_BYTES, 54) // e_phentsize
  file.writeUInt16LE(1, 56) // e_phnum
  file.writeUInt32LE(1, HEADER_BYTES) // p_type: PT_LOAD
  file.writeUInt32LE(5, HEADER_BYTES + 4) // p_flags: read, execute
  file.writeBigUInt64LE(ADDRESS, HEADER_BYTES + 16) // p_vaddr
  file.writeBigUInt64LE(ADDRESS, HEADER_BYTES + 24) // p_paddr
  file.writeBigUInt64LE(BigInt(file.length), HEADER_BYTES + 32) // p_filesz
  file.writeBigUInt64LE(BigInt(file.length), HEADER_BYTES + 40) // p_memsz
  file.writeBigUInt64LE(0x10000n, HEADER_BYTES + 48) // p_align
  file.set(code, start)
  return file
}
