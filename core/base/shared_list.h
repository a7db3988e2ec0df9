// A list whose copies share its numbers until one of them is changed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace cnn {

template <class T>
class SharedList {
 public:
    SharedList() = default;
    SharedList(std::vector<T> items) : items_(std::make_shared<std::vector<T>>(std::move(items))) {}
    SharedList(std::initializer_list<T> items) : SharedList(std::vector<T>(items)) {}

    bool empty() const { return size() == 0; }
    std::size_t size() const { return items_ ? items_->size() : 0; }
    const T* data() const { return items_ ? items_->data() : nullptr; }
    const T* begin() const { return data(); }
    const T* end() const { return data() + size(); }
    const T& operator[](std::size_t i) const { return (*items_)[i]; }

    std::vector<T> copy() const { return {begin(), end()}; }

    // To be changed by one thread while no other copies the list: it has its items for itself from then on.
    std::vector<T>& edit() {
        if (!items_ || items_.use_count() > 1)
            items_ = items_ ? std::make_shared<std::vector<T>>(*items_) : std::make_shared<std::vector<T>>();
        return *items_;
    }

    friend bool operator==(const SharedList& a, const SharedList& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    }

 private:
    std::shared_ptr<std::vector<T>> items_;
};

}  // namespace cnn
