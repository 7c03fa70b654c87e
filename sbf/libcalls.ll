target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"
; The BPF backend calls its 128-bit runtime routines with every value in registers (result in r0:r2). rustc passes i128
; by pointer in "C" functions, so the Rust routines, exported as rt.NAME by the patched compiler_builtins, are wrapped here.
; Linked into every program; the unused ones are dropped.

declare void @rt.__multi3(ptr sret(i128) align 16, ptr, ptr)
define i128 @__multi3(i128 %a0, i128 %a1) {
  %r = alloca i128, align 16
  %p0 = alloca i128, align 16
  %p1 = alloca i128, align 16
  store i128 %a0, ptr %p0, align 16
  store i128 %a1, ptr %p1, align 16
  call void @rt.__multi3(ptr sret(i128) align 16 %r, ptr %p0, ptr %p1)
  %v = load i128, ptr %r, align 16
  ret i128 %v
}
declare void @rt.__udivti3(ptr sret(i128) align 16, ptr, ptr)
define i128 @__udivti3(i128 %a0, i128 %a1) {
  %r = alloca i128, align 16
  %p0 = alloca i128, align 16
  %p1 = alloca i128, align 16
  store i128 %a0, ptr %p0, align 16
  store i128 %a1, ptr %p1, align 16
  call void @rt.__udivti3(ptr sret(i128) align 16 %r, ptr %p0, ptr %p1)
  %v = load i128, ptr %r, align 16
  ret i128 %v
}
declare void @rt.__umodti3(ptr sret(i128) align 16, ptr, ptr)
define i128 @__umodti3(i128 %a0, i128 %a1) {
  %r = alloca i128, align 16
  %p0 = alloca i128, align 16
  %p1 = alloca i128, align 16
  store i128 %a0, ptr %p0, align 16
  store i128 %a1, ptr %p1, align 16
  call void @rt.__umodti3(ptr sret(i128) align 16 %r, ptr %p0, ptr %p1)
  %v = load i128, ptr %r, align 16
  ret i128 %v
}
declare void @rt.__divti3(ptr sret(i128) align 16, ptr, ptr)
define i128 @__divti3(i128 %a0, i128 %a1) {
  %r = alloca i128, align 16
  %p0 = alloca i128, align 16
  %p1 = alloca i128, align 16
  store i128 %a0, ptr %p0, align 16
  store i128 %a1, ptr %p1, align 16
  call void @rt.__divti3(ptr sret(i128) align 16 %r, ptr %p0, ptr %p1)
  %v = load i128, ptr %r, align 16
  ret i128 %v
}
declare void @rt.__modti3(ptr sret(i128) align 16, ptr, ptr)
define i128 @__modti3(i128 %a0, i128 %a1) {
  %r = alloca i128, align 16
  %p0 = alloca i128, align 16
  %p1 = alloca i128, align 16
  store i128 %a0, ptr %p0, align 16
  store i128 %a1, ptr %p1, align 16
  call void @rt.__modti3(ptr sret(i128) align 16 %r, ptr %p0, ptr %p1)
  %v = load i128, ptr %r, align 16
  ret i128 %v
}
declare void @rt.__ashlti3(ptr sret(i128) align 16, ptr, i32)
define i128 @__ashlti3(i128 %a0, i32 %a1) {
  %r = alloca i128, align 16
  %p0 = alloca i128, align 16
  store i128 %a0, ptr %p0, align 16
  call void @rt.__ashlti3(ptr sret(i128) align 16 %r, ptr %p0, i32 %a1)
  %v = load i128, ptr %r, align 16
  ret i128 %v
}
declare void @rt.__ashrti3(ptr sret(i128) align 16, ptr, i32)
define i128 @__ashrti3(i128 %a0, i32 %a1) {
  %r = alloca i128, align 16
  %p0 = alloca i128, align 16
  store i128 %a0, ptr %p0, align 16
  call void @rt.__ashrti3(ptr sret(i128) align 16 %r, ptr %p0, i32 %a1)
  %v = load i128, ptr %r, align 16
  ret i128 %v
}
declare void @rt.__lshrti3(ptr sret(i128) align 16, ptr, i32)
define i128 @__lshrti3(i128 %a0, i32 %a1) {
  %r = alloca i128, align 16
  %p0 = alloca i128, align 16
  store i128 %a0, ptr %p0, align 16
  call void @rt.__lshrti3(ptr sret(i128) align 16 %r, ptr %p0, i32 %a1)
  %v = load i128, ptr %r, align 16
  ret i128 %v
}
declare void @rt.__muloti4(ptr sret(i128) align 16, ptr, ptr, ptr)
define i128 @__muloti4(i128 %a0, i128 %a1, ptr %a2) {
  %r = alloca i128, align 16
  %p0 = alloca i128, align 16
  %p1 = alloca i128, align 16
  store i128 %a0, ptr %p0, align 16
  store i128 %a1, ptr %p1, align 16
  call void @rt.__muloti4(ptr sret(i128) align 16 %r, ptr %p0, ptr %p1, ptr %a2)
  %v = load i128, ptr %r, align 16
  ret i128 %v
}
