;; Compares one probe with rows of signed bytes, and keeps for each row the best probe so far.
(module
  (memory (export "memory") 16)
  (func (export "scan")
    (param $probe i32) ;; address of the probe's bytes
    (param $length i32) ;; bytes of the probe and of each row, a multiple of 16
    (param $row i32) ;; address of the first row
    (param $count i32)
    (param $ratios i32) ;; address of one f32 for each row
    (param $ratio f32) ;; rows whose ratio differs by more than the stretch are left out
    (param $stretch f32)
    (param $best i32) ;; address of one i32 for each row: the largest product
    (param $which i32) ;; address of one i32 for each row: the number of its probe
    (param $number i32)
    (local $at i32)
    (local $one v128)
    (local $other v128)
    (local $sums v128)
    (local $sum i32)
    (loop $rows
      (if (i32.eqz (local.get $count)) (then (return)))
      (if
        (f32.le
          (f32.abs (f32.sub (f32.load (local.get $ratios)) (local.get $ratio)))
          (local.get $stretch))
        (then
          (local.set $sums (v128.const i32x4 0 0 0 0))
          (local.set $at (i32.const 0))
          (loop $bytes
            (local.set $one (v128.load (i32.add (local.get $probe) (local.get $at))))
            (local.set $other (v128.load (i32.add (local.get $row) (local.get $at))))
            (local.set $sums
              (i32x4.add
                (local.get $sums)
                (i32x4.add
                  (i32x4.extadd_pairwise_i16x8_s (i16x8.extmul_low_i8x16_s (local.get $one) (local.get $other)))
                  (i32x4.extadd_pairwise_i16x8_s (i16x8.extmul_high_i8x16_s (local.get $one) (local.get $other))))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (br_if $bytes (i32.lt_u (local.get $at) (local.get $length))))
          (local.set $sum
            (i32.add
              (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
              (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums)))))
          (if (i32.gt_s (local.get $sum) (i32.load (local.get $best)))
            (then
              (i32.store (local.get $best) (local.get $sum))
              (i32.store (local.get $which) (local.get $number))))))
      (local.set $row (i32.add (local.get $row) (local.get $length)))
      (local.set $ratios (i32.add (local.get $ratios) (i32.const 4)))
      (local.set $best (i32.add (local.get $best) (i32.const 4)))
      (local.set $which (i32.add (local.get $which) (i32.const 4)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br $rows))))
